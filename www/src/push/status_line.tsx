import { EuiLink, EuiSkeletonText, EuiText } from '@elastic/eui';
import type { PushStatus } from 'case-connectors';
import { IncidentLink } from '../shared/incident_link';
import { count } from '../shared/time';
import type { Planned } from './use_plan';

/** How the incident stands, in a sentence or two. */
export function StatusLine(props: {
  planned: Planned;
  /** Calls fields of the incident as an analyst does. */
  nameOf: (field: string) => string;
  onShowPlan: () => void;
}) {
  const { plan, status } = props.planned;
  if (!plan || !status) return <EuiSkeletonText lines={2} isLoading contentAriaLabel="the status" />;
  const warnings = plan.warnings.length;
  const text = sentence(status, props.nameOf);
  return (
    <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
      {status.incident && (
        <p>
          Incident: <IncidentLink title={status.incident.title || status.incident.id} url={status.incident.url} />
        </p>
      )}
      {text && <p>{text}</p>}
      {warnings > 0 && (
        <p>
          <EuiLink onClick={props.onShowPlan}>{count(warnings, 'warning')} in the plan</EuiLink>
        </p>
      )}
    </EuiText>
  );
}

function sentence({ state, comments, reasons }: PushStatus, nameOf: (field: string) => string): string | null {
  const number = count(comments, 'comment');
  switch (state) {
    case 'neverPushed':
      return comments > 0 ? `Not pushed yet. ${number} will go along.` : 'Not pushed yet.';
    case 'needsUpdate': {
      const parts = reasons.map((reason) => (reason === 'comments' ? number : nameOf(reason)));
      return parts.length > 0 ? `To be sent: ${parts.join(', ')}.` : 'An update is needed.';
    }
    case 'upToDate':
    case 'unknown':
      // What stands below says so.
      return null;
  }
}
