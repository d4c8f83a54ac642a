import { EuiBadge, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { BusyButton } from '../../shared/busy_button';
import type { PullChoices, Pulled, StoredConnector } from 'case-connectors';
import { useEffect, useRef, useState } from 'react';
import type { OpenCase } from '../../cases/cases';
import { ErrorCallout } from '../../shared/error_callout';
import { count } from '../../shared/time';
import { PulledPart } from './pulled_part';
import { useStore } from '../../shared/store';
import { newsOf, wordsOf } from './news';
import { useNews } from './news_context';
import { usePull, type Pulling } from './use_pull';

/** What the other team did in the incident: a look, and a choice for each part. */
export function PullPanel({ current, connector }: { current: OpenCase; connector: StoredConnector }) {
  const { pulling, look, decide } = usePull(current, connector);
  const news = useUnseen(current.view.id, connector.id, pulling);
  return (
    <section aria-label="What the other team did">
      <EuiSpacer size="m" />
      {news && (
        <>
          <p role="status">
            <EuiBadge color="accent">{wordsOf(news)}</EuiBadge>
          </p>
          <EuiSpacer size="s" />
        </>
      )}
      <BusyButton
        fullWidth
        size="s"
        iconType="refresh"
        isLoading={pulling.kind === 'asking'}
        onClick={() => void look()}
      >
        Look for changes there
      </BusyButton>
      {pulling.kind === 'failed' && (
        <>
          <EuiSpacer size="s" />
          <ErrorCallout title="Nothing could be taken from there" error={pulling.error} />
        </>
      )}
      {pulling.kind === 'shown' && (
        <Shown
          // What stays undecided after a choice is shown anew.
          key={pulling.pulled.changes.length}
          pulled={pulling.pulled}
          taken={pulling.taken}
          onDecide={(choices) => decide(pulling.pulled, pulling.file, choices)}
        />
      )}
    </section>
  );
}

/** What a look has found that is not shown below. */
function useUnseen(caseId: string, connectorId: string, pulling: Pulling) {
  const news = useStore(useNews().news.store, (all) => newsOf(all, caseId, connectorId));
  const shown = pulling.kind === 'shown' ? pulling.pulled : null;
  const isNewer = !shown || !news || (news.at > shown.at && news.count !== shown.changes.length);
  return isNewer ? news : null;
}

interface ShownProps {
  pulled: Pulled;
  taken: number | null;
  onDecide: (choices: PullChoices) => Promise<void>;
}

function Shown({ pulled, taken, onDecide }: ShownProps) {
  const { changes, system } = pulled;
  const [choices, setChoices] = useState<PullChoices>({});
  const [isSaving, setIsSaving] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  // What was asked for has come; and after a choice the buttons that had the focus are gone.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const decide = async (chosen: PullChoices) => {
    setIsSaving(true);
    await onDecide(chosen);
    setIsSaving(false);
  };
  const all = () => Object.fromEntries(changes.map(({ key }) => [key, 'take' as const]));
  const chosen = Object.keys(choices).length;

  return (
    <>
      <EuiSpacer size="m" />
      <EuiTitle size="xxs">
        <h3 ref={heading} tabIndex={-1} css={{ outline: 'none' }}>
          {changes.length > 0 ? `${changes.length} new from ${system}` : `Nothing new from ${system}`}
        </h3>
      </EuiTitle>
      <EuiText size="xs" color="subdued">
        <p>
          {[standing(pulled), taken === null ? null : `${count(taken, 'change')} taken over.`]
            .filter(Boolean)
            .join(' ')}
        </p>
      </EuiText>
      {changes.length > 0 && (
        <>
          <ul aria-label={`New from ${system}`}>
            {changes.map((change) => (
              <li key={change.key}>
                <EuiSpacer size="s" />
                <PulledPart
                  change={change}
                  choice={choices[change.key] ?? null}
                  onChoose={(choice) => setChoices(withChoice(choices, change.key, choice))}
                />
              </li>
            ))}
          </ul>
          <EuiSpacer size="m" />
          <EuiFlexGroup gutterSize="s" wrap responsive={false}>
            <EuiFlexItem grow={false}>
              <BusyButton fill size="s" isLoading={isSaving} onClick={() => void decide(all())}>
                Take all over
              </BusyButton>
            </EuiFlexItem>
            {chosen > 0 && (
              <EuiFlexItem grow={false}>
                <EuiButtonEmpty size="s" isDisabled={isSaving} onClick={() => void decide(choices)}>
                  {`Apply ${count(chosen, 'choice')}`}
                </EuiButtonEmpty>
              </EuiFlexItem>
            )}
          </EuiFlexGroup>
        </>
      )}
    </>
  );
}

/** How the incident stands now, in the system's own words. */
function standing({ status, resolution, assignee }: Pulled): string {
  const parts = [
    status && `It is ${status}`,
    resolution && `resolved as ${resolution}`,
    assignee && `assigned to ${assignee}`,
  ];
  const said = parts.filter(Boolean).join(', ');
  return said && `${said}.`;
}

function withChoice(choices: PullChoices, key: string, choice: 'take' | 'keep' | null): PullChoices {
  const { [key]: _, ...others } = choices;
  return choice === null ? others : { ...others, [key]: choice };
}
