import { expect, test } from 'vitest';
import { withAuthors } from './comment_names';

test('a comment is called by its author wherever a sentence names it, and an id that nobody knows stays', () => {
  const authors = new Map([
    ['7a0f6c30-2d5e', 'Kofi Mensah'],
    ['b.1', 'Ana Lyst'],
  ]);
  for (const [said, shown] of [
    ['Add comment 7a0f6c30-2d5e', 'Add comment by Kofi Mensah'],
    ['Add comment b.1, edit 2', 'Add comment by Ana Lyst, edit 2'],
    ['The step was: Add comment b.1. It says: no', 'The step was: Add comment by Ana Lyst. It says: no'],
    [
      'A comment was added (case comment 7a0f6c30-2d5e, there 10)',
      'A comment was added (case comment by Kofi Mensah, there 10)',
    ],
    ['Add comment 7a0f6c30', 'Add comment 7a0f6c30'],
    ['Read the comments that are there', 'Read the comments that are there'],
  ] as const) {
    expect(withAuthors(said, authors)).toBe(shown);
  }
});
