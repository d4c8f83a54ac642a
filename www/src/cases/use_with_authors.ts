import { useCallback, useMemo } from 'react';
import { useCases } from './cases';
import { authorsOf, withAuthors } from './comment_names';

/** Sentences about a case that is kept here, with the authors of its comments in place of their ids. */
export function useWithAuthors(caseId: string): (text: string) => string {
  const { keyOf, caseOf } = useCases();
  const comments = caseOf(keyOf(caseId) ?? '')?.view.comments;
  const authors = useMemo(() => authorsOf(comments ?? []), [comments]);
  return useCallback((text) => withAuthors(text, authors), [authors]);
}
