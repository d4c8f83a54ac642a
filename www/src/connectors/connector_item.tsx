import {
  EuiBadge,
  EuiButtonEmpty,
  EuiCallOut,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import type { ConnectorType, StoredConnector } from 'case-connectors';
import { useState } from 'react';
import { DeleteConnector } from './delete_connector';
import { PauseNote } from '../push/pause_note';
import { SecretsForm } from '../vault/secrets_form';

/** A stored connector in the list. */
export function ConnectorItem(props: {
  connector: StoredConnector;
  type: ConnectorType | undefined;
  isDefault: boolean;
  onUpdate: () => void;
}) {
  const { connector, type } = props;
  const [isDeleting, setIsDeleting] = useState(false);
  const url = connector.config.apiUrl;
  return (
    <li css={{ marginBottom: 12 }}>
      <EuiPanel hasBorder hasShadow={false}>
        <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
          <EuiFlexItem css={{ minWidth: 200 }}>
            <EuiTitle size="xs">
              <h3 css={{ overflowWrap: 'anywhere' }}>{connector.name}</h3>
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
          <EuiFlexItem grow={false} css={{ maxInlineSize: '100%' }}>
            <div css={{ display: 'flex', flexWrap: 'wrap', marginInlineStart: -8 }}>
              <EuiButtonEmpty
                css={{ maxInlineSize: '100%' }}
                size="s"
                iconType="pencil"
                isDisabled={type?.available === false}
                onClick={props.onUpdate}
              >
                Update {connector.name}
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
        <PauseNote connector={connector} />
        {connector.isMissingSecrets && type && (
          <>
            <EuiSpacer size="m" />
            <EuiCallOut title="Enter the secret again" color="warning" iconType="lock" size="s" heading="h4">
              <SecretsForm connector={connector} type={type} />
            </EuiCallOut>
          </>
        )}
      </EuiPanel>
      {isDeleting && <DeleteConnector connector={connector} onClose={() => setIsDeleting(false)} />}
    </li>
  );
}
