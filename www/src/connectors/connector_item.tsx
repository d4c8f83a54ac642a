import {
  EuiBadge, EuiButtonEmpty, EuiCallOut, EuiFlexGroup, EuiFlexItem, EuiPanel, EuiSpacer, EuiText, EuiTitle,
} from '@elastic/eui';
import type { ConnectorType, StoredConnector } from 'case-connectors';
import { useState } from 'react';
import { useEngine } from '../app/engine';
import { linkTo, paths } from '../app/route';
import { useToast } from '../app/toasts';
import { ConfirmDialog } from '../shared/confirm_dialog';
import { SecretsForm } from './secrets_form';
import { useConnectors } from './store';

/** A stored connector in the list. */
export function ConnectorItem(props: {
  connector: StoredConnector; type: ConnectorType | undefined; isDefault: boolean;
}) {
  const { connector, type } = props;
  const [isDeleting, setIsDeleting] = useState(false);
  const url = connector.config['apiUrl'];
  return (
    <li css={{ marginBottom: 12 }}>
      <EuiPanel hasBorder hasShadow={false}>
        <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
          <EuiFlexItem css={{ minWidth: 200 }}>
            <EuiTitle size="xs">
              <h2 css={{ overflowWrap: 'anywhere' }}>{connector.name}</h2>
            </EuiTitle>
            <EuiText size="s" color="subdued" css={{ overflowWrap: 'anywhere' }}>
              <p>
                {type?.name ?? connector.type}
                {typeof url === 'string' && <>, {url}</>}
              </p>
            </EuiText>
          </EuiFlexItem>
          {props.isDefault && (
            <EuiFlexItem grow={false}>
              <EuiBadge color="hollow">Default</EuiBadge>
            </EuiFlexItem>
          )}
          <EuiFlexItem grow={false}>
            <div css={{ display: 'flex', marginInlineStart: -8 }}>
              <EuiButtonEmpty
                size="s"
                iconType="pencil"
                aria-label={`Edit ${connector.name}`}
                {...linkTo(paths.connector(connector.id))}
              >
                Edit
              </EuiButtonEmpty>
              <EuiButtonEmpty
                size="s"
                color="danger"
                iconType="trash"
                aria-label={`Delete ${connector.name}`}
                onClick={() => setIsDeleting(true)}
              >
                Delete
              </EuiButtonEmpty>
            </div>
          </EuiFlexItem>
        </EuiFlexGroup>
        {connector.isMissingSecrets && type && (
          <>
            <EuiSpacer size="m" />
            <EuiCallOut title="Enter the secret again" color="warning" iconType="lock" size="s" heading="h3">
              <SecretsForm connector={connector} type={type} />
            </EuiCallOut>
          </>
        )}
      </EuiPanel>
      {isDeleting && <DeleteDialog connector={connector} onClose={() => setIsDeleting(false)} />}
    </li>
  );
}

function DeleteDialog({ connector, onClose }: { connector: StoredConnector; onClose: () => void }) {
  const { connectors: store } = useEngine();
  const { reload } = useConnectors();
  const toast = useToast();
  const remove = async () => {
    await store.deleteConnector(connector.id);
    toast({ title: `${connector.name} is deleted`, color: 'success', iconType: 'check' });
    await reload();
  };
  return (
    <ConfirmDialog
      title={`Delete ${connector.name}?`}
      action="Delete"
      failed="The connector was not deleted"
      onConfirm={remove}
      onClose={onClose}
    >
      <p>
        The connector and its secret are removed from this browser. Incidents that were pushed with it stay as they are.
      </p>
    </ConfirmDialog>
  );
}
