import { EuiAccordion, EuiBadge, EuiSpacer, EuiText } from '@elastic/eui';
import type { Exchange } from 'case-connectors';
import { useEffect, useId, useState } from 'react';
import { count } from '../../shared/time';
import { Request } from '../request';
import { readExchanges } from './exchanges';

/** The requests of a push with their answers, as they were. */
export function ExchangeList(props: { takes: (exchange: Exchange) => boolean; named: (text: string) => string }) {
  const { takes, named } = props;
  const [exchanges, setExchanges] = useState<Exchange[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void readExchanges(takes).then((found) => isCurrent && setExchanges(found));
    return () => {
      isCurrent = false;
    };
  }, [takes]);
  return (
    <ol aria-label="Requests">
      {exchanges.map((exchange, at) => (
        <li key={at}>
          <Item exchange={exchange} label={named(exchange.label)} number={at + 1} />
        </li>
      ))}
    </ol>
  );
}

function Item({ exchange, label, number }: { exchange: Exchange; label: string; number: number }) {
  const { request, answer, error, ms } = exchange;
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const isGood = answer !== null && answer.status >= 200 && answer.status < 300;
  return (
    <>
      <EuiAccordion
        id={id}
        buttonContent={
          <EuiText size="xs">
            {number}. {label} ({ms} ms)
          </EuiText>
        }
        extraAction={<EuiBadge color={isGood ? 'hollow' : 'warning'}>{answer ? answer.status : 'No answer'}</EuiBadge>}
        onToggle={setIsOpen}
      >
        {isOpen && (
          <>
            <Request request={request} label={`Request ${number}`} />
            <EuiSpacer size="xs" />
            <EuiText size="xs" css={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              <p>
                <strong>Answer: </strong>
                {answer
                  ? `${answer.status}, ${count(answer.body.length, 'character')}`
                  : `${error?.message} ${error?.remote ?? ''}`}
              </p>
              {answer && <p>{answer.body.slice(0, 2_000)}</p>}
            </EuiText>
          </>
        )}
      </EuiAccordion>
      <EuiSpacer size="xs" />
    </>
  );
}
