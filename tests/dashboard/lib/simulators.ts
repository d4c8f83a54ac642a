import { expect, type APIRequestContext } from '@playwright/test';

const addresses = JSON.parse(process.env['SIMULATORS'] ?? '{}') as { [key: string]: string };

/** A simulated system, as its control area shows it. */
export class Simulator {
  readonly base: string;

  constructor(
    key: 'servicenow' | 'jiraCloud' | 'resilient',
    private readonly request: APIRequestContext,
  ) {
    const base = addresses[key];
    if (!base) throw new Error(`SIMULATORS names no ${key}.`);
    this.base = base;
  }

  async reset(): Promise<void> {
    expect((await this.request.post(`${this.base}/_sim/reset`)).status()).toBe(204);
  }

  async records(): Promise<SimulatedRecord[]> {
    return (await this.request.get(`${this.base}/_sim/records`)).json() as Promise<SimulatedRecord[]>;
  }

  /** Queues faults: a request that matches gets one instead of, or besides, its answer. */
  async fault(faults: object[]): Promise<void> {
    expect((await this.request.post(`${this.base}/_sim/faults`, { data: faults })).status()).toBe(200);
  }

  async clearFaults(): Promise<void> {
    expect((await this.request.delete(`${this.base}/_sim/faults`)).status()).toBe(204);
  }
}

export interface SimulatedRecord {
  id: string | number;
  key?: string;
  comments: { text?: string; [key: string]: unknown }[];
}
