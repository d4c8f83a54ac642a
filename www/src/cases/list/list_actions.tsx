import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { lazy, Suspense, useState } from 'react';
import { useReturnFocus } from '../../shared/return_focus';
import { linkTo, paths } from '../../shared/route';
import { useToast } from '../../core/toasts';
import { ConfirmDialog } from '../../shared/confirm_dialog';
import { toDetails } from '../../shared/error';
import { ErrorAnswer } from '../../shared/error_callout';
import { useCases } from '../cases';

// Only needed once somebody asks for one: not before the list.
const CreateCase = lazy(() => import('../create/create_case'));
const ImportCases = lazy(() => import('../import/import_cases'));

/** What can be done with the list as a whole. */
export function ListActions() {
  const [open, setOpen] = useState<'create' | 'import' | null>(null);
  const close = () => setOpen(null);
  // A flyout that a dialog of its own has ended gives no focus back.
  const importButton = useReturnFocus<HTMLButtonElement>(open === 'import');
  const createButton = useReturnFocus<HTMLButtonElement>(open === 'create');
  return (
    <EuiFlexGroup gutterSize="s" responsive={false} wrap alignItems="center">
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty size="s" iconType="gear" {...linkTo(paths.configure)}>
          Edit external connection
        </EuiButtonEmpty>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <SamplesButton />
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButton size="s" iconType="download" buttonRef={importButton} onClick={() => setOpen('import')}>
          Import cases
        </EuiButton>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButton size="s" fill iconType="plusCircle" buttonRef={createButton} onClick={() => setOpen('create')}>
          Create new case
        </EuiButton>
      </EuiFlexItem>
      <Suspense fallback={null}>
        {open === 'create' && <CreateCase onClose={close} />}
        {open === 'import' && <ImportCases onClose={close} />}
      </Suspense>
    </EuiFlexGroup>
  );
}

const FAILED = 'The sample cases could not be put there';

export function SamplesButton({ isFilled = false }: { isFilled?: boolean }) {
  const { putSamplesBack, samplesError } = useCases();
  const toast = useToast();
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState(samplesError);
  const put = async () => {
    await putSamplesBack();
    toast({ title: 'The sample cases are back', color: 'success', iconType: 'check' });
  };
  const label = 'Put the sample cases back';
  return (
    <>
      {isFilled ? (
        <>
          <EuiButton fill onClick={() => void put().catch((error: unknown) => setError(toDetails(error)))}>
            {label}
          </EuiButton>
          {error && (
            <>
              <EuiSpacer size="m" />
              <ErrorAnswer title={FAILED} error={error} />
            </>
          )}
        </>
      ) : (
        <EuiButtonEmpty size="s" iconType="refresh" onClick={() => setIsAsking(true)}>
          {label}
        </EuiButtonEmpty>
      )}
      {isAsking && (
        <ConfirmDialog
          title="Put the sample cases back?"
          action="Put them back"
          failed={FAILED}
          onConfirm={put}
          onClose={() => setIsAsking(false)}
        >
          <p>
            Sample cases that are here begin anew, and your edits of them are lost. Your other cases stay. What was
            pushed is not sent twice.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
