import { useBlockedOrigins } from './policy';
import { Code } from './code';

/** Beside an error without an answer: whether the page's own policy has kept the request from being sent. */
export function PolicyNote() {
  const origins = useBlockedOrigins();
  if (origins.length === 0) return null;
  const names = origins.join(' ');
  return (
    <>
      <p>
        <strong>The likely cause is this page’s Content Security Policy:</strong> its <Code>connect-src</Code> does not
        name <Code>{names}</Code>, so the browser sent nothing.
      </p>
      <p>
        Whoever serves this page adds it there. For this example: <Code>{`cargo xtask start --connect ${names}`}</Code>
      </p>
    </>
  );
}
