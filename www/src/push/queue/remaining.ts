import type { QueuedPush } from 'case-connectors';
import { count } from '../../shared/time';

/** So many ends tell how fast it goes. */
const LATEST = 20;
const ENOUGH = 4;
/** In between it was stopped, or waited for somebody. */
const PAUSE_MS = 60_000;

/** How long the rest will take, by how the latest ones ended; `null` where too few have. */
export function remainingMs(items: readonly QueuedPush[]): number | null {
  const ends = items
    .flatMap(({ result }) => (result ? [Date.parse(result.at)] : []))
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
    .slice(-LATEST - 1);
  const gaps = ends.slice(1).map((end, at) => end - (ends[at] ?? end));
  const usual = gaps.filter((gap) => gap < PAUSE_MS);
  if (usual.length < ENOUGH) return null;
  const open = items.filter(({ result }) => result === null).length;
  return (usual.reduce((sum, gap) => sum + gap, 0) / usual.length) * open;
}

export function remainingIn(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 1 ? 'less than a minute left' : `about ${count(minutes, 'minute')} left`;
}
