import type { LinkConcludedDetail } from '../../lambda/contract/published-event.js';
import type { WorkflowInput } from '../../lambda/contract/workflow-input.js';
import type {
  AnswerPort,
  EventPort,
  VpcEndpoint,
  VpcEndpointPort,
  WorkflowPort,
} from '../../lambda/domain/ports.js';
import { vpcEndpoint } from './samples.js';

/** EC2 with a script: each description is the next of the list, the last one stays. */
export class FakeVpcEndpoints implements VpcEndpointPort {
  readonly tagged: Record<string, Readonly<Record<string, string>>> = {};
  descriptions: (VpcEndpoint | undefined | Error)[] = [vpcEndpoint()];
  described = 0;
  failTagging: Error | undefined;

  async describe(): Promise<VpcEndpoint | undefined> {
    this.described += 1;
    const next = this.descriptions.length > 1 ? this.descriptions.shift() : this.descriptions[0];
    if (next instanceof Error) throw next;
    return next;
  }

  async tag(endpointId: string, tags: Readonly<Record<string, string>>): Promise<void> {
    if (this.failTagging !== undefined) throw this.failTagging;
    this.tagged[endpointId] = tags;
  }
}

export class FakeWorkflow implements WorkflowPort {
  readonly runs = new Map<string, WorkflowInput>();
  failNext: Error | undefined;

  async start(name: string, input: WorkflowInput): Promise<'started' | 'already-started'> {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
    if (this.runs.has(name)) return 'already-started';
    this.runs.set(name, input);
    return 'started';
  }
}

export class FakeEvents implements EventPort {
  readonly published: LinkConcludedDetail[] = [];

  async publish(detail: LinkConcludedDetail): Promise<void> {
    this.published.push(detail);
  }
}

export class FakeAnswers implements AnswerPort {
  readonly documents: { url: string; document: object }[] = [];

  async put(url: string, document: object): Promise<void> {
    this.documents.push({ url, document });
  }
}
