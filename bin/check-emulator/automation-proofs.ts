import { failureText } from '../check-apps/packed.js';
import { AUTOMATION_TEMPLATE } from '../template/automation-template.js';
import { eventually } from './eventually.js';
import type { Proof } from './proof.js';
import { creationRecord, tagRemovalEvent } from './records.js';
import type { Surroundings } from './surroundings.js';

const STACK = 'AtlasPrivateLink';
const TAG = 'atlas';

/** The order matters: each proof needs the state that the previous one leaves. */
export function automationProofs(around: Surroundings): readonly Proof[] {
  const service = around.createService();
  const endpoints: string[] = [];
  const create = async () => {
    const endpointId = await createEndpoint(around, service.serviceName);
    endpoints.push(endpointId);
    return endpointId;
  };
  return [
    ['contradicting parameters', () => refused(around)],
    ['deploy', () => deploy(around)],
    [
      'link by an event',
      async () => {
        const endpointId = await create();
        await invokeReceiver(around, creationRecord(endpointId, service.serviceName));
        return linked(around, endpointId);
      },
    ],
    [
      'link by a reconciliation',
      async () => {
        const endpointId = await create();
        const arn = await around.output(STACK, 'ReconciliationArn');
        await around.cli.text(
          'stepfunctions',
          'start-execution',
          '--state-machine-arn',
          arn,
          '--input',
          '{}',
        );
        return linked(around, endpointId);
      },
    ],
    ['removal, by a tag that goes', () => removal(around, endpoints[0] ?? '')],
    ['destroy', () => destroy(around)],
  ];
}

async function refused(around: Surroundings): Promise<string> {
  const parameters = ['SelectTagKey=atlas', 'SelectAll=true'];
  const failure = await around.deployMade(AUTOMATION_TEMPLATE, STACK, parameters).then(
    () => 'the stack was deployed',
    (error: unknown) => failureText(error),
  );
  if (failure.includes('exclude each other')) return 'refused by a rule before a resource is made';
  throw new Error(`a selection by a tag and of all was not refused by a rule: ${failure}`);
}

async function deploy(around: Surroundings): Promise<string> {
  await around.deployMade(AUTOMATION_TEMPLATE, STACK, [
    `SelectTagKey=${TAG}`,
    'LastLink=remove',
    'UnlinkDeselected=true',
    'ConnectionStringsTimeoutSeconds=0',
    'AlarmEmail=on-call@example.com',
  ]);
  const count = await around.cli.value(
    'length(StackResources)',
    ...['cloudformation', 'describe-stack-resources', '--stack-name', STACK],
  );
  return `${count} resources by "aws cloudformation package" and "deploy"`;
}

async function createEndpoint({ cli }: Surroundings, serviceName: string): Promise<string> {
  const vpcId = await cli.value('Vpcs[0].VpcId', 'ec2', 'describe-vpcs');
  const subnetId = await cli.value('Subnets[0].SubnetId', 'ec2', 'describe-subnets');
  return cli.value(
    'VpcEndpoint.VpcEndpointId',
    ...['ec2', 'create-vpc-endpoint', '--vpc-endpoint-type', 'Interface', '--service-name', serviceName],
    ...['--vpc-id', vpcId, '--subnet-ids', subnetId, '--no-private-dns-enabled'],
    ...['--tag-specifications', `ResourceType=vpc-endpoint,Tags=[{Key=${TAG},Value=yes}]`],
  );
}

async function invokeReceiver(around: Surroundings, event: string): Promise<void> {
  const name = await around.output(STACK, 'ReceiverFunctionName');
  const payload = `fileb://${around.file('event.json', event)}`;
  const answer = around.file('answer.json', '');
  await around.cli.text('lambda', 'invoke', '--function-name', name, '--payload', payload, answer);
}

async function linked(around: Surroundings, endpointId: string): Promise<string> {
  await ended(around, endpointId, 'available');
  const statuses = [...around.linkedProject.services.values()].map(
    ({ links }) => links.get(endpointId)?.status,
  );
  if (!statuses.includes('AVAILABLE')) throw new Error(`Atlas has the link as ${statuses.join(', ')}`);
  return `${endpointId} is AVAILABLE in Atlas, and in the registry`;
}

async function removal(around: Surroundings, endpointId: string): Promise<string> {
  await around.cli.text('ec2', 'delete-tags', '--resources', endpointId, '--tags', `Key=${TAG}`);
  await invokeReceiver(around, tagRemovalEvent(endpointId, TAG));
  await eventually(`Atlas has no link of ${endpointId}`, async () => {
    around.world.settle();
    const services = [...around.linkedProject.services.values()];
    return services.some(({ links }) => links.has(endpointId)) ? undefined : true;
  });
  await eventually('no record is left', async () => (await recordOf(around, endpointId)) ?? 'none');
  return `${endpointId} is gone in Atlas`;
}

/** Waits until the execution has ended and the record has this state. */
async function ended(around: Surroundings, endpointId: string, state: string): Promise<void> {
  await eventually(`the record of ${endpointId} says ${state}`, async () => {
    around.world.settle();
    const record = await recordOf(around, endpointId);
    return record?.includes(`"${state}"`) ? true : undefined;
  });
}

async function recordOf({ cli }: Surroundings, endpointId: string): Promise<string | undefined> {
  const name = `/atlas-privatelink/links/${endpointId}`;
  return cli.value('Parameter.Value', 'ssm', 'get-parameter', '--name', name).catch(() => undefined);
}

async function destroy(around: Surroundings): Promise<string> {
  await around.destroy(STACK);
  return 'the stack is deleted';
}
