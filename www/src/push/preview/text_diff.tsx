import { EuiLink, EuiText, useEuiTheme } from '@elastic/eui';
// Small, kept for years, with types of its own; only the two functions that are used come into the bundle.
import { diffLines, diffWordsWithSpace } from 'diff';
import { useMemo, useState } from 'react';
import { PLAIN_TEXT, Visible } from '../../shared/visible';

/** Above this many characters words would take long, and nobody reads them one by one. */
const LONG = 20_000;
/** Of text that stays as it is, so much is shown beside each change. */
const AROUND = 160;

/** A text before and after, as one: what goes is struck through, what comes is underlined. */
export function TextDiff({ before, after }: { before: string; after: string }) {
  const { euiTheme } = useEuiTheme();
  const [isWhole, setIsWhole] = useState(false);
  const parts = useMemo(
    () => (before.length + after.length > LONG ? diffLines(before, after) : diffWordsWithSpace(before, after)),
    [before, after],
  );
  const { backgroundBaseDanger, backgroundBaseSuccess, textDanger, textSuccess } = euiTheme.colors;
  const shown = parts.map(({ value, added, removed }, at) => {
    if (added)
      return (
        <ins key={at} css={{ background: backgroundBaseSuccess, color: textSuccess }}>
          <Visible text={value} />
        </ins>
      );
    if (removed)
      return (
        <del key={at} css={{ background: backgroundBaseDanger, color: textDanger }}>
          <Visible text={value} />
        </del>
      );
    const kept = isWhole ? value : shorten(value, at > 0, at < parts.length - 1);
    return (
      <span key={at}>
        <Visible text={kept} />
      </span>
    );
  });
  const isLong = parts.some(
    ({ value, added, removed }, at) => !added && !removed && shorten(value, at > 0, at < parts.length - 1) !== value,
  );
  return (
    <EuiText size="xs" css={PLAIN_TEXT}>
      {shown}
      {isLong && (
        <p>
          <EuiLink onClick={() => setIsWhole(!isWhole)}>{isWhole ? 'Show less' : 'Show all of the text'}</EuiLink>
        </p>
      )}
    </EuiText>
  );
}

/** Unchanged text without its middle, or the end that has no change beside it. */
function shorten(text: string, hasBefore: boolean, hasAfter: boolean): string {
  const kept = (hasBefore ? AROUND : 0) + (hasAfter ? AROUND : 0);
  if (text.length <= kept + AROUND) return text;
  const head = hasBefore ? text.slice(0, AROUND) : '';
  const tail = hasAfter ? text.slice(-AROUND) : '';
  return `${head} … ${tail}`;
}
