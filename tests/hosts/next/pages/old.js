import * as api from 'case-connectors';
import { useEffect } from 'react';

import { exercise, settled } from '../lib/exercise.js';

export const getServerSideProps = async () => ({
  props: { answer: await settled(exercise(api, process.env.SERVICENOW)) },
});

export default function Page({ answer }) {
  useEffect(() => {
    settled(exercise(api)).then((outcome) => {
      window.outcome = outcome;
    });
  }, []);
  return <pre id="answer">{JSON.stringify(answer)}</pre>;
}
