import { expect, type APIRequestContext } from '@playwright/test';
import { ownStack } from './stack';

/** A simulated system, as its control area shows it. */
export class Simulator {
  readonly base: string;

  constructor(
    key: 'servicenow' | 'jiraCloud' | 'jiraDataCenter' | 'resilient' | 'kibana',
    private readonly request: APIRequestContext,
  ) {
    const base = ownStack().simulators[key];
    if (!base) throw new Error(`The stack has no ${key}.`);
    this.base = base;
  }

  async reset(): Promise<void> {
    expect((await this.request.post(`${this.base}/_sim/reset`)).status()).toBe(204);
  }

  async records(): Promise<SimulatedRecord[]> {
    return (await this.request.get(`${this.base}/_sim/records`)).json() as Promise<SimulatedRecord[]>;
  }

  /** Changes these settings until the next reset. */
  async set(settings: object): Promise<void> {
    expect((await this.request.put(`${this.base}/_sim/settings`, { data: settings })).status()).toBe(200);
  }

  /** Queues faults: a request that matches gets one instead of, or besides, its answer. */
  async fault(faults: object[]): Promise<void> {
    expect((await this.request.post(`${this.base}/_sim/faults`, { data: faults })).status()).toBe(200);
  }

  async clearFaults(): Promise<void> {
    expect((await this.request.delete(`${this.base}/_sim/faults`)).status()).toBe(204);
  }
}

/** What a person of the other team does in a simulated Jira. */
export class JiraUser {
  constructor(
    private readonly simulator: Simulator,
    private readonly request: APIRequestContext,
  ) {}

  async rename(key: string, summary: string): Promise<void> {
    await this.send('put', key, { fields: { summary } });
  }

  async close(key: string): Promise<void> {
    await this.send('post', `${key}/transitions`, { transition: { id: '31' } });
  }

  async comment(key: string, body: string): Promise<void> {
    await this.send('post', `${key}/comment`, { body });
  }

  async remove(key: string): Promise<void> {
    await this.send('delete', key, {});
  }

  private async send(method: 'put' | 'post' | 'delete', path: string, data: object): Promise<void> {
    const account = Buffer.from('case.bot@example.com:jira-demo-token').toString('base64');
    const answer = await this.request[method](`${this.simulator.base}/rest/api/2/issue/${path}`, {
      data,
      headers: { authorization: `Basic ${account}`, accept: 'application/json' },
    });
    expect(answer.ok(), `${method} ${path}: ${answer.status()}`).toBe(true);
  }
}

export interface SimulatedRecord {
  id: string | number;
  key?: string;
  fields: { [name: string]: unknown };
  comments: { text?: string; [key: string]: unknown }[];
  /** Of ServiceNow. */
  observables?: { value: string; type: string }[];
}
