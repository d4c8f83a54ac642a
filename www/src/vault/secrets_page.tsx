import { EuiSpacer, EuiTitle } from '@elastic/eui';
import { useEffect } from 'react';
import { ConnectionTabs } from '../shared/connection_tabs';
import { useConnectors } from '../core/stored_connectors';
import { PageHeading } from '../shared/page_heading';
import { LevelForm } from './level_form';
import { VaultState } from './vault_state';
import { Wipe } from './wipe';

/** They lock themselves without telling: look now and then, while somebody looks here. */
const LOOK_MS = 15_000;

/** Where secrets are kept. */
export function SecretsPage() {
  const { vault, reload } = useConnectors();
  const { locked, level } = vault;
  useEffect(() => {
    if (level !== 'passphrase' || locked) return;
    const timer = setInterval(() => void reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, [level, locked, reload]);
  return (
    <>
      <PageHeading title="Secrets">
        <p>
          Where the passwords, tokens and keys of your connectors are kept. They are never shown, and never exported.
        </p>
      </PageHeading>
      <ConnectionTabs selected="secrets" />
      <VaultState />
      <EuiSpacer size="xl" />
      <LevelForm key={level} />
      <EuiSpacer size="xl" />
      <EuiTitle size="s">
        <h2>Wipe</h2>
      </EuiTitle>
      <EuiSpacer size="m" />
      <Wipe />
    </>
  );
}
