import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSelect, EuiSpacer, EuiText } from '@elastic/eui';
import { useState } from 'react';
import type { Facts } from '../facts';

function nameOf(everyMs: number): string {
  const minutes = everyMs / 60_000;
  if (minutes === 0) return 'Only when I ask';
  return minutes === 60 ? 'Every hour' : `Every ${minutes} minutes`;
}

/** Looks in the other systems for what was done there, now and by itself. It stands before the engine does. */
export function LookBar({ facts }: { facts: Facts | null }) {
  // Facts follow when there is time: whoever goes through the choices with the arrows must not be set back meanwhile.
  const [chosen, setChosen] = useState<number | null>(null);
  if (facts !== null && facts.looks === null) return null;
  const { everyMs, choices, choose, ask, isLooking, says } = facts?.looks ?? WAITING;
  return (
    <section aria-label="Changes in other systems">
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
        <EuiFlexItem grow={false} css={{ maxInlineSize: '100%' }}>
          <EuiSelect
            compressed
            prepend="Look for changes there"
            aria-label="Look for changes there"
            disabled={facts === null}
            value={chosen ?? everyMs}
            options={choices.map((value) => ({ value, text: nameOf(value) }))}
            onChange={(event) => {
              setChosen(Number(event.target.value));
              choose(Number(event.target.value));
            }}
            onBlur={() => setChosen(null)}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty
            size="s"
            iconType="refresh"
            isLoading={isLooking}
            isDisabled={facts === null}
            onClick={() => ask()}
          >
            Look now
          </EuiButtonEmpty>
        </EuiFlexItem>
        <EuiFlexItem css={{ minWidth: 200 }}>
          <EuiText size="xs" color="subdued">
            <p role="status">{says}</p>
          </EuiText>
        </EuiFlexItem>
      </EuiFlexGroup>
    </section>
  );
}

const WAITING: NonNullable<Facts['looks']> = {
  everyMs: 0,
  choices: [0],
  choose: () => {},
  ask: () => {},
  isLooking: false,
  says: '',
};
