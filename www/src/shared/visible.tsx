import { Fragment } from 'react';

/** Signs that turn or hide what stands beside them (UAX #9), and controls: with U+202E, `exe.pdf` can be a program's name turned round. */
const HIDDEN = /\p{Bidi_Control}|[\u200b\u2060-\u2064\ufeff]|(?![\t\n\r])\p{Cc}/gu;

/** Text as it was typed: its lines stay, and each is read in its own direction. */
export const PLAIN_TEXT = { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', unicodeBidi: 'plaintext' } as const;

/** A line of text in which such signs are seen, and do nothing. */
export function Visible({ text }: { text: string }) {
  const signs = text.match(HIDDEN);
  if (signs === null) return text;
  return text.split(HIDDEN).map((part, at) => {
    const sign = signs[at];
    return (
      <Fragment key={at}>
        {part}
        {sign !== undefined && (
          <code
            title="A control character of the text, shown instead of being obeyed"
            dir="ltr"
            css={{ fontSize: '0.75em' }}
          >
            [{codeOf(sign)}]
          </code>
        )}
      </Fragment>
    );
  });
}

/** The title of a case, in whatever it stands: it is read in its own direction, and turns nothing round beside it. */
export function CaseName({ title }: { title: string }) {
  return (
    <bdi>
      <Visible text={title} />
    </bdi>
  );
}

function codeOf(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
