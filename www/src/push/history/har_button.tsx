import { EuiButtonEmpty } from '@elastic/eui';
import type { Exchange } from 'case-connectors';
import { useEngine } from '../../core/engine';
import { download } from '../../shared/download';
import { readExchanges } from './exchanges';
import { toHar } from './har';

/** Saves the requests as a file to attach to a bug report. */
export function HarButton({
  name,
  takes,
  label,
}: {
  name: string;
  takes?: (exchange: Exchange) => boolean;
  label?: string;
}) {
  const { api } = useEngine();
  const save = async () => {
    const har = toHar(await readExchanges(takes), api.version());
    download(`${name}.har`, JSON.stringify(har, null, 2));
  };
  return (
    <EuiButtonEmpty size="s" iconType="download" {...(label && { 'aria-label': label })} onClick={() => void save()}>
      Export the requests (HAR)
    </EuiButtonEmpty>
  );
}
