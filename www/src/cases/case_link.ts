/** Where a link in the text of a case leads; nothing where it may not: `//evil.example` looks like a place of this page's own site. */
export function caseLink(href: string | undefined): string | undefined {
  return href !== undefined && /^(https?:\/\/|mailto:)/i.test(href) ? href : undefined;
}
