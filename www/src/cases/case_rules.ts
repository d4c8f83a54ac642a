/** The limits of Kibana's Cases API. A length is measured without white space at the ends. */
const TITLE = 160;
const TEXT = 30_000;
const TAG = 256;
const TAGS = 200;

export function titleProblem(title: string): string | undefined {
  if (title.trim() === '') return 'A case needs a title.';
  return title.trim().length > TITLE ? `The title is too long: at most ${TITLE} characters.` : undefined;
}

export function descriptionProblem(text: string): string | undefined {
  if (text.trim() === '') return 'A case needs a description.';
  return tooLong('description', text);
}

/** Of a comment or a description that is not empty. */
export function textProblem(text: string): string | undefined {
  return tooLong('text', text);
}

function tooLong(what: string, text: string): string | undefined {
  const over = text.trim().length - TEXT;
  return over > 0 ? `The ${what} is too long by ${over}: at most ${TEXT} characters.` : undefined;
}

export function tagsProblem(tags: readonly string[]): string | undefined {
  if (tags.length > TAGS) return `A case has at most ${TAGS} tags.`;
  return tags.some((tag) => tag.length > TAG) ? `A tag has at most ${TAG} characters.` : undefined;
}
