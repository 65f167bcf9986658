/** What each call does, once IAM allows it. */
import { type AwsCall, AwsError } from './aws-server.js';
import { listOf, vpcEndpointSet } from './ec2-api.js';
import type { EventBus } from './event-bus.js';
import type { Permissions } from './permissions.js';
import type { SecretValues } from './secret-values.js';
import type { Executions } from './state-machine/executions.js';
import type { VpcEndpoints } from './vpc-endpoints.js';

export interface AwsApiOptions {
  readonly account: string;
  readonly region: string;
  readonly endpoints: VpcEndpoints;
  readonly secrets: SecretValues;
  readonly executions: Executions;
  readonly bus: EventBus;
  readonly permissions: Permissions;
  readonly roleOf: (accessKeyId: string) => string | undefined;
  /** Brings Atlas's side, and with it the endpoints' states, to the present. */
  readonly settle: () => void;
}

export class AwsApi {
  constructor(private readonly options: AwsApiOptions) {}

  /** @throws AwsError */
  perform(call: AwsCall): unknown {
    switch (call.action) {
      case 'ec2:DescribeVpcEndpoints':
        return this.describeVpcEndpoints(call);
      case 'ec2:CreateTags':
        return this.createTags(call);
      case 'secretsmanager:GetSecretValue':
        return this.getSecretValue(call);
      case 'states:StartExecution':
        return this.startExecution(call);
      case 'events:PutEvents':
        return this.putEvents(call);
      default:
        throw new AwsError('UnknownOperationException', `${call.action} is not known here`);
    }
  }

  private describeVpcEndpoints(call: AwsCall): string {
    this.authorize(call, '*', 'UnauthorizedOperation');
    this.options.settle();
    const ids = listOf(call.input, 'VpcEndpointId');
    return vpcEndpointSet(ids.map((id) => this.options.endpoints.describe(id) ?? unknownEndpoint(id)));
  }

  private createTags(call: AwsCall): string {
    const { account, region, endpoints } = this.options;
    const keys = Object.keys(call.input).filter((name) => /^Tag\.\d+\.Key$/.test(name));
    const tags = keys.map(
      (name) => [String(call.input[name]), String(call.input[name.replace('Key', 'Value')])] as const,
    );
    for (const id of listOf(call.input, 'ResourceId')) {
      const context = { 'aws:TagKeys': tags.map(([key]) => key) };
      this.authorize(
        call,
        `arn:aws:ec2:${region}:${account}:vpc-endpoint/${id}`,
        'UnauthorizedOperation',
        context,
      );
      const endpoint = endpoints.describe(id) ?? unknownEndpoint(id);
      for (const [key, value] of tags) endpoint.tags.set(key, value);
    }
    return '<return>true</return>';
  }

  private getSecretValue(call: AwsCall): object {
    const found = this.options.secrets.find(String(call.input.SecretId));
    this.authorize(call, found?.arn ?? `${String(call.input.SecretId)}-A1b2C3`);
    if (found === undefined)
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return { ARN: found.arn, Name: found.name, SecretString: found.value };
  }

  private startExecution(call: AwsCall): object {
    const { stateMachineArn, name, input } = call.input;
    this.authorize(call, String(stateMachineArn));
    const execution = this.options.executions.start(String(stateMachineArn), String(name), String(input));
    return { executionArn: execution.executionArn, startDate: execution.startedAt / 1000 };
  }

  private putEvents(call: AwsCall): object {
    const { account, region, bus } = this.options;
    const entries = call.input.Entries as {
      Source: string;
      DetailType: string;
      Detail: string;
      EventBusName: string;
      Resources?: string[];
    }[];
    const ids = entries.map(({ Source, DetailType, Detail, EventBusName, Resources }) => {
      this.authorize(call, `arn:aws:events:${region}:${account}:event-bus/${EventBusName}`);
      if (Source.startsWith('aws.'))
        return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: Source };
      return { EventId: bus.put(Source, DetailType, JSON.parse(Detail), Resources).id };
    });
    return { FailedEntryCount: ids.filter((id) => 'ErrorCode' in id).length, Entries: ids };
  }

  private authorize(
    { accessKeyId, action }: AwsCall,
    resource: string,
    code = 'AccessDeniedException',
    context: Readonly<Record<string, readonly string[]>> = {},
  ): void {
    const role = this.options.roleOf(accessKeyId) ?? '';
    if (this.options.permissions.allows(role, { action, resource, context })) return;
    throw new AwsError(code, `${role} is not authorized to perform ${action} on ${resource}`, 403);
  }
}

function unknownEndpoint(id: string): never {
  throw new AwsError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${id}' does not exist`);
}
