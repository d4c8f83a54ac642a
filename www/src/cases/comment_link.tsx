import { useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react';
import { onNavigation, paths } from '../shared/route';

const PREFIX = '#comment-';

/** The address of one comment. */
export function commentLink(caseKey: string, commentId: string): string {
  return `${location.origin}${paths.case(caseKey)}${PREFIX}${encodeURIComponent(commentId)}`;
}

/** The comment that the address names, also when only that part of it changes. */
export function useCommentInAddress(): string | null {
  return useSyncExternalStore(onNavigation, commentInAddress);
}

function commentInAddress(): string | null {
  if (!location.hash.startsWith(PREFIX)) return null;
  const id = location.hash.slice(PREFIX.length);
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** Around what a comment says. The one that the address names comes into sight, and takes the focus. */
export function Anchor({ commentId, children }: { commentId: string; children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  const isNamed = useCommentInAddress() === commentId;
  useEffect(() => {
    if (!isNamed) return;
    element.current?.scrollIntoView({ block: 'center' });
    element.current?.focus({ preventScroll: true });
  }, [isNamed]);
  return (
    <div ref={element} tabIndex={-1}>
      {children}
    </div>
  );
}

/** A text as a quotation in Markdown, with room for an answer. */
export function quoteOf(text: string): string {
  return `${text
    .split('\n')
    .map((line) => (line ? `> ${line}` : '>'))
    .join('\n')}\n\n`;
}
