import { EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText } from '@elastic/eui';
import { BusyButtonEmpty } from '../../shared/busy_button';
import { SavedSelect } from '../../shared/saved_select';
import type { Facts } from '../facts';

function nameOf(everyMs: number): string {
  const minutes = everyMs / 60_000;
  if (minutes === 0) return 'Only when I ask';
  return minutes === 60 ? 'Every hour' : `Every ${minutes} minutes`;
}

/** Looks in the other systems for what was done there, now and by itself. It stands before the engine does. */
export function LookBar({ facts }: { facts: Facts | null }) {
  if (facts !== null && facts.looks === null) return null;
  const { everyMs, choices, choose, ask, isLooking, says } = facts?.looks ?? WAITING;
  return (
    <section aria-label="Changes in other systems">
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
        <EuiFlexItem grow={false} css={{ maxInlineSize: '100%' }}>
          <SavedSelect
            compressed
            prepend="Look for changes there"
            aria-label="Look for changes there"
            disabled={facts === null}
            value={String(everyMs)}
            options={choices.map((value) => ({ value: String(value), text: nameOf(value) }))}
            onChoose={(value) => choose(Number(value))}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <BusyButtonEmpty
            size="s"
            iconType="refresh"
            isLoading={isLooking}
            isDisabled={facts === null}
            onClick={() => ask()}
          >
            Look now
          </BusyButtonEmpty>
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
