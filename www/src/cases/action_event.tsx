import { EuiAccordion, EuiText } from '@elastic/eui';
import { IncidentLink } from '../shared/incident_link';
import { count } from '../shared/time';
import { nameOf } from '../shared/user';
import { Visible } from '../shared/visible';
import type { Action } from './action';
import { SEVERITIES, STATUSES } from './labels';

const NAMES = {
  title: 'title',
  description: 'description',
  tags: 'tags',
  category: 'category',
  severity: 'severity',
  status: 'status',
  connector: 'connector',
  connectorFields: 'fields of the connector',
};
const LABELS: { [value: string]: { label: string } } = { ...STATUSES, ...SEVERITIES };

export type ShownAction = Exclude<Action, { kind: 'commentEdited' }>;

/** The text that an action took away, where it was one to read again. */
export function earlierText(action: ShownAction): string | null {
  if (action.kind === 'commentDeleted') return action.before;
  return action.kind === 'field' && action.field === 'description' ? action.before : null;
}

/** What somebody did, after their name. An edit of a comment stands in the comment. */
export function ActionEvent({ action }: { action: ShownAction }) {
  switch (action.kind) {
    case 'pushed':
      return (
        <>
          pushed to {action.connector}: <IncidentLink title={action.title} url={action.url} />
        </>
      );
    case 'pulled':
      return (
        <>
          took over {count(action.parts, 'change')} from {action.system}
        </>
      );
    case 'commentDeleted':
      return <>deleted a comment of {nameOf(action.author)}</>;
    case 'field':
      if (action.field === 'description') return <>edited the description</>;
      return (
        <>
          changed the {NAMES[action.field]} from <ShownValue of={action.before} /> to <ShownValue of={action.after} />
        </>
      );
  }
}

function ShownValue({ of: value }: { of: string }) {
  return (
    <em dir="auto">
      <Visible text={LABELS[value]?.label ?? (value || 'nothing')} />
    </em>
  );
}

export function Earlier({ id, text }: { id: string; text: string }) {
  return (
    <EuiAccordion id={id} buttonContent="What it said" paddingSize="s" buttonProps={{ css: { fontSize: 12 } }}>
      <EuiText size="s" dir="auto" css={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        <p>{text || 'Nothing.'}</p>
      </EuiText>
    </EuiAccordion>
  );
}
