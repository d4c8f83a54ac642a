import { EuiCard, EuiFlexGrid, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { navigate, paths } from '../app/route';
import { count } from '../shared/time';
import { viewOf } from './case_view';
import { SAMPLES } from './samples';
import { useCases } from './store';

/** The cases that were pasted before. */
export function PastedCases() {
  const { files, show } = useCases();
  const pasted = Object.entries(files).filter(([key]) => !SAMPLES.some((sample) => sample.key === key));
  if (pasted.length === 0) return null;
  return (
    <>
      <EuiFlexGrid columns={3} gutterSize="m">
        {pasted.map(([key, file]) => {
          const { title, comments } = viewOf(file);
          return (
            <EuiFlexItem key={key}>
              <EuiCard
                layout="horizontal"
                titleElement="h3"
                titleSize="xs"
                title={title}
                description={comments.length === 0 ? 'No comments.' : `${count(comments.length, 'comment')}.`}
                hasBorder
                css={{ overflowWrap: 'anywhere' }}
                onClick={() => {
                  show(key);
                  navigate(paths.case);
                }}
              />
            </EuiFlexItem>
          );
        })}
      </EuiFlexGrid>
      <EuiSpacer size="m" />
    </>
  );
}
