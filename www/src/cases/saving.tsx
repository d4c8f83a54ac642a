import { EuiButton, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText } from '@elastic/eui';
import { useState } from 'react';
import { toDetails, type ShownError } from '../shared/error';
import { ErrorAnswer } from '../shared/error_callout';
import type { CaseFile } from './case_file';
import { CaseChanged } from './changed';
import { useCases } from './cases';

export type NotSavedError = ShownError | CaseChanged;

/** Saves edits of one case, and keeps why one was refused. */
export function useSaving(key: string) {
  const { change } = useCases();
  const [error, setError] = useState<NotSavedError | null>(null);
  /** Answers whether it was saved. */
  const save = async (edit: (file: CaseFile) => CaseFile): Promise<boolean> => {
    try {
      await change(key, edit);
      setError(null);
      return true;
    } catch (error) {
      setError(error instanceof CaseChanged ? error : toDetails(error));
      return false;
    }
  };
  return { save, error, clear: () => setError(null) };
}

/** Why an edit was not saved. Where another tab was first, the person says whose stays. */
export function NotSaved(props: {
  error: NotSavedError | null;
  /** Whether what was typed cannot be saved as it is, or not now. */
  isLocked: boolean;
  onOverwrite: () => void;
  onKeep: () => void;
}) {
  const { error } = props;
  if (!error) return null;
  const theirs = error instanceof CaseChanged ? error.theirs : null;
  return (
    <>
      <EuiSpacer size="s" />
      <ErrorAnswer title="The edit was not saved" error={error} color="warning">
        {theirs !== null && (
          <>
            <EuiText size="s" css={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              <p>
                There now: <q>{theirs}</q>
              </p>
            </EuiText>
            <EuiSpacer size="s" />
            <EuiFlexGroup gutterSize="s" responsive={false} wrap>
              <EuiFlexItem grow={false}>
                <EuiButton size="s" color="warning" isDisabled={props.isLocked} onClick={props.onOverwrite}>
                  Overwrite theirs
                </EuiButton>
              </EuiFlexItem>
              <EuiFlexItem grow={false}>
                <EuiButton size="s" color="warning" onClick={props.onKeep}>
                  Keep theirs
                </EuiButton>
              </EuiFlexItem>
            </EuiFlexGroup>
          </>
        )}
      </ErrorAnswer>
      <EuiSpacer size="s" />
    </>
  );
}
