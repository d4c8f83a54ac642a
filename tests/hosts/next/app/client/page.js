'use client';

import * as api from 'case-connectors';
import { useEffect } from 'react';

import { exercise, settled } from '../../lib/exercise.js';

export default function Page() {
  useEffect(() => {
    settled(exercise(api)).then((outcome) => {
      window.outcome = outcome;
    });
  }, []);
  return <p>client</p>;
}
