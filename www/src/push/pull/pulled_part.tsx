import { EuiButtonGroup, EuiPanel, EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import type { PulledChange } from 'case-connectors';
import { Markdown } from '../../cases/markdown';
import { statusOf } from '../../cases/labels';
import { formatTime } from '../../shared/time';
import { Visible } from '../../shared/visible';
import { Value } from '../value';

interface Props {
  change: PulledChange;
  choice: 'take' | 'keep' | null;
  onChoose: (choice: 'take' | 'keep' | null) => void;
}

/** One thing that the other team did: what stands there, what the case says, and what becomes of it. */
export function PulledPart({ change, choice, onChoose }: Props) {
  const [title, take] = wordsOf(change);
  // What changes nothing here is only noted.
  const options = [{ id: 'take', label: take }, ...(change.takes ? [{ id: 'keep', label: 'Keep ours' }] : [])];
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="s">
      <EuiText size="s" dir="auto" css={{ overflowWrap: 'anywhere' }}>
        <p>
          <strong>
            <Visible text={title} />
          </strong>
        </p>
      </EuiText>
      <Content change={change} />
      <EuiSpacer size="s" />
      <EuiButtonGroup
        legend={`What becomes of: ${title}`}
        buttonSize="compressed"
        options={options}
        type="multi"
        idToSelectedMap={choice === null ? {} : { [choice]: true }}
        onChange={(id) => onChoose(id === choice ? null : (id as 'take' | 'keep'))}
      />
    </EuiPanel>
  );
}

function Content({ change }: { change: PulledChange }) {
  const { euiTheme } = useEuiTheme();
  const { backgroundBaseDanger, backgroundBaseSuccess } = euiTheme.colors;
  if (change.kind === 'comment') {
    return (
      <>
        {change.isClaim && (
          <EuiText size="xs" color="warning">
            <p>It ends as comments of this page do, and nothing proves that a push has sent it.</p>
          </EuiText>
        )}
        <Markdown text={change.theirs} />
        {change.ours !== null && (
          <Value label="In this case" value={change.ours} background={backgroundBaseSuccess} isStacked />
        )}
      </>
    );
  }
  if (change.kind === 'title' || change.kind === 'description') {
    return (
      <>
        <Value label="There now" value={change.theirs} background={backgroundBaseDanger} isStacked />
        <Value label="In this case" value={change.ours} background={backgroundBaseSuccess} isStacked />
      </>
    );
  }
  return null;
}

/** What happened, and what taking it over does. */
function wordsOf(change: PulledChange): [title: string, take: string] {
  const from = 'before' in change && change.before ? ` (it was ${change.before})` : '';
  switch (change.kind) {
    case 'comment': {
      const at = change.at ? formatTime(change.at) : change.atWords;
      return [`${change.by} commented${at ? `, ${at}` : ''}`, 'Take over'];
    }
    case 'title':
      return ['Another title', 'Take over'];
    case 'description':
      return ['Another description', 'Take over'];
    case 'status': {
      const becomes = change.status && statusOf(change.status).label;
      return [`The status is ${change.theirs ?? 'none'}${from}`, becomes ? `Set to ${becomes}` : 'Noted'];
    }
    case 'resolution':
      return [change.theirs ? `Resolved as ${change.theirs}${from}` : `No longer resolved${from}`, 'Noted'];
    case 'assignee':
      return [change.theirs ? `Assigned to ${change.theirs}${from}` : `No longer assigned${from}`, 'Noted'];
    case 'incident':
      return [`It is called ${change.theirs}${from}`, 'Take over'];
    case 'gone':
      return [`${change.before} was deleted, or is hidden from this account`, 'Noted'];
  }
}
