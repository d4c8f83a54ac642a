import { EuiCallOut, EuiSpacer, EuiText } from '@elastic/eui';
import { useState } from 'react';
import { useConnectors } from '../core/stored_connectors';
import { Progress } from './progress';
import { useOther, usePushes } from './push_context';

/** A push of this case in another tab or window: how far it is, or how it ended. */
export function OtherTab({ caseId }: { caseId: string }) {
  const { abort } = usePushes();
  const progress = useOther(caseId);
  const { connectors } = useConnectors();
  const [isStopping, setIsStopping] = useState(false);
  if (!progress) return null;
  const name = connectors.find(({ id }) => id === progress.connectorId)?.name ?? 'a connector';
  if (progress.state === 'running' || progress.state === 'waiting') {
    return (
      <EuiCallOut title="Another tab is pushing this case" iconType="push" size="s" heading="h3">
        <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
          <p>It goes to {name}.</p>
        </EuiText>
        <EuiSpacer size="s" />
        <Progress
          progress={progress}
          isStopping={isStopping}
          stopLabel="Stop it"
          onStop={() => {
            setIsStopping(true);
            abort(caseId);
          }}
        />
      </EuiCallOut>
    );
  }
  const { title, text, color, icon } = ENDS[progress.state];
  return (
    <EuiCallOut title={title} color={color} iconType={icon} size="s" heading="h3" role="status" announceOnMount={false}>
      <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
        <p>{text}</p>
      </EuiText>
    </EuiCallOut>
  );
}

const ENDS = {
  complete: {
    title: 'Another tab has pushed this case',
    text: 'The push is complete there.',
    color: 'success',
    icon: 'check',
  },
  failed: {
    title: 'The push in another tab stopped',
    text: 'That tab shows why. Push here to go on where it stopped.',
    color: 'warning',
    icon: 'warning',
  },
  unknown: {
    title: 'The push in another tab stopped',
    text: 'It is not known whether its last request was carried out.',
    color: 'warning',
    icon: 'question',
  },
} as const;
