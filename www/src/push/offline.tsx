import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { useEffect, useRef } from 'react';
import { useIsOnline } from '../shared/online';

/** While pushes are under way: why they do not get on. */
export function OfflineNote() {
  return useIsOnline() ? null : (
    <>
      <Note words="What is being pushed is tried again by itself." />
      <EuiSpacer size="s" />
    </>
  );
}

/**
 * In place of what stopped a push while there was no network. It begins again once there is one: what was sent is not sent
 * twice. What a person had chosen was about what stood there then: it is asked again where it still is a question.
 */
export function BackOnline({ onBack }: { onBack: () => void }) {
  const isOnline = useIsOnline();
  const back = useRef(onBack);
  back.current = onBack;
  useEffect(() => {
    if (isOnline) back.current();
  }, [isOnline]);
  return (
    <Note words="The push goes on by itself once there is a network, as long as this page is open. Nothing is lost." />
  );
}

function Note({ words }: { words: string }) {
  return (
    <EuiCallOut title="This browser is offline" color="warning" size="s" role="status" heading="h3">
      <p>{words}</p>
    </EuiCallOut>
  );
}
