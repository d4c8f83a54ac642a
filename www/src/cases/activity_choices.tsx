import { EuiButtonEmpty, EuiButtonGroup, EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { useState } from 'react';
import type { Kind, Order } from './activity_items';

const KEY = 'case-connectors-dashboard/activity-order';

const KINDS: { id: Kind; label: string }[] = [
  { id: 'all', label: 'All' },
  { id: 'comments', label: 'Comments' },
  { id: 'history', label: 'History' },
];

/** Which entries of the activity are shown, and which of them come first. */
export function ActivityChoices(props: {
  kind: Kind;
  order: Order;
  onKind: (kind: Kind) => void;
  onOrder: (order: Order) => void;
}) {
  const isOldest = props.order === 'oldest';
  return (
    <>
      <EuiFlexGroup gutterSize="s" responsive={false} wrap alignItems="center" justifyContent="spaceBetween">
        <EuiFlexItem grow={false}>
          <EuiButtonGroup
            legend="Entries to show"
            buttonSize="compressed"
            options={KINDS}
            idSelected={props.kind}
            onChange={(id) => props.onKind(id as Kind)}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty
            size="s"
            iconType={isOldest ? 'sortDown' : 'sortUp'}
            onClick={() => props.onOrder(isOldest ? 'newest' : 'oldest')}
          >
            {isOldest ? 'Oldest first' : 'Newest first'}
          </EuiButtonEmpty>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
    </>
  );
}

/** Which end a person reads from, in every case and the next time too. */
export function useOrder(): [Order, (order: Order) => void] {
  const [order, setOrder] = useState<Order>(() => (stored() === 'newest' ? 'newest' : 'oldest'));
  const choose = (order: Order) => {
    setOrder(order);
    try {
      localStorage.setItem(KEY, order);
    } catch {
      // Without storage it lasts as long as the page.
    }
  };
  return [order, choose];
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
