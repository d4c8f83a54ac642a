import {
  EuiButton,
  EuiButtonEmpty,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { useOfferUndo } from '../../core/undo';
import { download } from '../../shared/download';
import { linkTo, paths } from '../../shared/route';
import { bringBack, configurationOfNew, deleteConfiguration, exported, useConfigurations, type Kept } from './stored';

/** Kibana's case configurations that are kept here, and what can be done with them. */
export function KeptConfigurations() {
  const all = useConfigurations();
  if (all.length === 0) {
    return (
      <>
        <EuiText size="s" color="subdued">
          <p>
            None yet: <strong>Import cases</strong> takes Kibana&rsquo;s case configuration (GET /api/cases/configure).
          </p>
        </EuiText>
        <EuiSpacer size="s" />
        <EuiButtonEmpty size="s" flush="left" {...linkTo(paths.cases)}>
          Go to the cases
        </EuiButtonEmpty>
      </>
    );
  }
  const ofNew = configurationOfNew(all);
  return (
    <>
      <ul aria-label="Case configurations">
        {all.map((kept) => (
          <Item key={kept.configuration.owner} kept={kept} isOfNew={kept.configuration === ofNew} />
        ))}
      </ul>
      <EuiButton
        iconType="download"
        onClick={() => download('case-configuration.json', JSON.stringify(exported(), null, 2))}
      >
        Export the case configuration
      </EuiButton>
    </>
  );
}

/** What Kibana calls the owners. */
const OWNERS: { [owner: string]: string } = {
  securitySolution: 'Security',
  observability: 'Observability',
  cases: 'Stack Management',
};

function Item({ kept, isOfNew }: { kept: Kept; isOfNew: boolean }) {
  const offerUndo = useOfferUndo();
  const { owner, customFields, templates } = kept.configuration;
  const name = OWNERS[owner] ?? owner;
  const remove = () => {
    deleteConfiguration(owner);
    offerUndo({ title: `The case configuration of ${name} is deleted`, undo: () => bringBack(kept) });
  };
  return (
    <li css={{ marginBlockEnd: 12 }}>
      <EuiPanel hasBorder hasShadow={false}>
        <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
          <EuiFlexItem css={{ minInlineSize: 200, overflowWrap: 'anywhere' }}>
            <EuiTitle size="xs">
              <h3>
                <bdi>{name}</bdi>
              </h3>
            </EuiTitle>
            <EuiText size="s" color="subdued" css={{ p: { marginBlockEnd: 0 } }}>
              <Named what="Custom fields" names={customFields.map(({ label }) => label)} />
              <Named what="Templates" names={templates.map(({ name }) => name)} />
              {isOfNew && <p>New cases have it.</p>}
            </EuiText>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty
              size="s"
              color="danger"
              iconType="trash"
              aria-label={`Delete the case configuration of ${name}`}
              onClick={remove}
            >
              Delete
            </EuiButtonEmpty>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiPanel>
    </li>
  );
}

function Named({ what, names }: { what: string; names: string[] }) {
  return (
    <p>
      {what}: {names.length === 0 ? 'none' : <bdi>{names.join(', ')}</bdi>}
    </p>
  );
}
