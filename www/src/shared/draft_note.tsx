import { EuiLink, EuiSpacer, EuiText } from '@elastic/eui';

/** Above a form that begins with what was typed before its page went away. */
export function DraftNote({ onDiscard }: { onDiscard: () => void }) {
  return (
    <>
      <EuiText size="s" color="subdued" role="status">
        <p>
          Draft restored: it was typed here and not saved. <EuiLink onClick={onDiscard}>Discard the draft</EuiLink>
        </p>
      </EuiText>
      <EuiSpacer size="s" />
    </>
  );
}
