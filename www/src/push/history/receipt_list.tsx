import { EuiText } from '@elastic/eui';
import { Changes } from '../changes';
import type { Receipt } from './records';

const DONE: { [kind: string]: string } = {
  create: 'The incident was created',
  update: 'The fields were updated',
  comment: 'A comment was added',
  alerts: 'The number of alerts was added',
  items: 'What the alerts hold was added',
};

const NAMES: { [kind: string]: string } = {
  create: 'The incident',
  update: 'The update of the fields',
  comment: 'The comment',
  alerts: 'The number of alerts',
  items: 'What the alerts hold',
};

const NOT_ANSWERED: { [evidence: string]: string } = {
  found: 'was found there',
  adopted: 'was named by the case',
  settled: 'is there, as a person said',
};

function sentence({ kind, evidence, commentId, externalCommentId }: Receipt): string {
  const otherwise = NOT_ANSWERED[evidence];
  const what = otherwise ? `${NAMES[kind] ?? kind} ${otherwise}` : (DONE[kind] ?? kind);
  const ids = [commentId && `case comment ${commentId}`, externalCommentId && `there ${externalCommentId}`].filter(
    Boolean,
  );
  return ids.length > 0 ? `${what} (${ids.join(', ')})` : what;
}

/** What the system confirmed, write by write. */
export function ReceiptList({ receipts, named }: { receipts: Receipt[]; named: (text: string) => string }) {
  if (receipts.length === 0) {
    return (
      <EuiText size="xs">
        <p>The system confirmed nothing new.</p>
      </EuiText>
    );
  }
  return (
    <ol aria-label="Receipts">
      {receipts.map((receipt) => (
        <li key={receipt.seq}>
          <EuiText size="xs">
            <p>
              <strong>{named(sentence(receipt))}</strong>
            </p>
          </EuiText>
          <Changes before={{}} after={receipt.fields} label="Sent" />
        </li>
      ))}
    </ol>
  );
}
