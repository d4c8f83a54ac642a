import { EuiDatePicker, EuiFieldText } from '@elastic/eui';
import type { LiveField } from 'case-connectors';
import moment from 'moment';
import type { Names } from './choice_box';

/** A day or a time, written as the system wants it. A time is shown and chosen in UTC, as everywhere on this page. */
export function DateBox(props: {
  field: LiveField;
  names: Names;
  value: unknown;
  isLocked: boolean;
  isInvalid: boolean;
  onChange: (value: string | number | null) => void;
}) {
  const { field, value, onChange } = props;
  const format = field.format ?? 'YYYY-MM-DD';
  const isTime = field.kind === 'dateTime';
  const read = typeof value === 'number' ? moment.utc(value) : moment.utc(String(value ?? ''), format, true);
  const written = (at: moment.Moment) => (format === 'x' ? at.valueOf() : at.format(format));
  return (
    <EuiDatePicker
      fullWidth
      // Its own input is named by what the keys do.
      customInput={<EuiFieldText fullWidth {...props.names} />}
      customInputRef="inputRef"
      placeholder={isTime ? 'YYYY-MM-DD HH:mm UTC' : 'YYYY-MM-DD'}
      dateFormat={isTime ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD'}
      showTimeSelect={isTime}
      timeFormat="HH:mm"
      utcOffset={0}
      selected={read.isValid() ? read : null}
      disabled={props.isLocked}
      isInvalid={props.isInvalid}
      onChange={(at) => onChange(at === null ? null : written(isTime ? at.utc() : day(at)))}
      onClear={() => onChange(null)}
    />
  );
}

/** The day that was chosen, at its beginning in UTC. */
const day = (at: moment.Moment) => moment.utc([at.year(), at.month(), at.date()]);
