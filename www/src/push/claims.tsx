import { EuiSpacer, EuiText } from '@elastic/eui';
import { BusyButton } from '../shared/busy_button';
import type { PushOutcome, StoredConnector } from 'case-connectors';
import { useState } from 'react';
import { useEngine } from '../core/engine';
import { storedNow } from '../core/connector_changes';
import { useConnectors } from '../core/stored_connectors';
import { useGate } from '../vault/gate';
import { type ShownError, toDetails } from '../shared/error';
import { IncidentLink } from '../shared/incident_link';
import { ErrorAnswer } from '../shared/error_callout';

type Claim = PushOutcome['claims'][number];
type Account = NonNullable<Claim['account']>;

/** What says that something is there, and who has written that; with a way to name them as colleagues. */
export function Claims(props: { claims: readonly Claim[]; connectorId: string; onKnown: () => void }) {
  const { claims } = props;
  if (claims.length === 0) return null;
  return (
    <>
      <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
        <ul aria-label="What says so">
          {claims.map((claim) => (
            <li key={`${claim.kind} ${claim.commentId} ${claim.account?.id} ${claim.at}`} dir="auto">
              {wordsOf(claim)}
              {claim.incident && (
                <>
                  {' '}
                  <IncidentLink title={`Open ${claim.incident.title}`} url={claim.incident.url} />
                </>
              )}
            </li>
          ))}
        </ul>
      </EuiText>
      <EuiSpacer size="s" />
      {accountsOf(claims).map((account) => (
        <Colleague key={account.id} {...props} account={account} />
      ))}
    </>
  );
}

export function wordsOf({ kind, commentId, account, at }: Omit<Claim, 'incident'>): string {
  const about = commentId === null ? '' : ` of comment ${commentId}`;
  const by = account === null ? '' : ` by ${nameOf(account)}`;
  const when = at === null ? '' : `, ${at}`;
  switch (kind) {
    case 'incident':
      return account === null ? 'Nobody can tell who created the incident.' : `The incident was created${by}.`;
    case 'entry':
      return `An entry${by}${when} says so${about}.`;
    case 'case':
      return `The case says so${about}, but the incident does not show it.`;
  }
}

const nameOf = ({ id, name }: Account) => (name === id || name === '' ? id : `${name} (${id})`);

function accountsOf(claims: readonly Claim[]): Account[] {
  const byId = new Map(claims.flatMap(({ account }) => (account ? [[account.id, account] as const] : [])));
  return [...byId.values()];
}

/** Remembers an account with the connector, so that nobody is asked about it again. */
function Colleague(props: { account: Account; connectorId: string; onKnown: () => void }) {
  const { account, connectorId, onKnown } = props;
  const { connectors: store } = useEngine();
  const { connectors, reload } = useConnectors();
  const { withSecrets } = useGate();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const connector = connectors.find(({ id }) => id === connectorId);
  if (!connector) return null;
  const remember = async () => {
    setIsBusy(true);
    setError(null);
    try {
      await withSecrets(async () => {
        const now = await storedNow(store, connectorId);
        await store.saveConnector({ ...withColleague(now, account.id), secrets: {} });
      });
      await reload();
      onKnown();
    } catch (error) {
      setError(toDetails(error));
      setIsBusy(false);
    }
  };
  return (
    <>
      <BusyButton
        size="s"
        fullWidth
        color="warning"
        fill
        isLoading={isBusy}
        onClick={() => void remember()}
        // A name may be long.
        css={{ blockSize: 'auto', minBlockSize: 32, paddingBlock: 4, whiteSpace: 'normal', overflowWrap: 'anywhere' }}
        textProps={false}
      >
        {account.name || account.id} is a colleague: remember it, and go on
      </BusyButton>
      {error && <ErrorAnswer title="The connector was not saved" error={error} />}
      <EuiSpacer size="s" />
    </>
  );
}

/** The connector with one more account of a colleague. */
export function withColleague(connector: StoredConnector, id: string): StoredConnector {
  const config = connector.config as { advanced?: { colleagues?: string } };
  const known = (config.advanced?.colleagues ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== id);
  const advanced = { ...config.advanced, colleagues: [...known, id].join(', ') };
  return { ...connector, config: { ...connector.config, advanced } } as StoredConnector;
}
