/** Creates and deletes the stack of `examples/terraform-equivalent`, following CloudFormation's rules. */
import { App } from 'aws-cdk-lib';
import { featureFlags } from '../../bin/synthesize.js';
import { LINK_ATTRIBUTE_ROWS } from '../../cli/output/terraform-attributes.js';
import { TerraformEquivalentStack } from '../../examples/terraform-equivalent/stack.js';
import type { StackEvent } from '../../local/aws/cloudformation/stack-player.js';
import { STACK, type SynthesisSettings, World } from '../../local/world.js';
import type { StartOptions } from './options.js';
import { styled } from './style.js';

type Print = (line: string) => void;

/** Output of `--json`. */
interface DeclaredReport {
  readonly created: string;
  readonly reason: string;
  /** Attributes of the data source, under the names of the custom resource. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly deleted: string;
  /** Number of endpoint services left in Atlas at the end. */
  readonly servicesLeft: number;
  readonly worldSeconds: number;
  readonly atlasRequests: number;
}

/** @returns true if the stack was created and deleted, and no endpoint service is left */
export async function runDeclared(options: StartOptions, print: Print): Promise<boolean> {
  const { speed, auth } = options;
  const world = await World.start({ speed, auth, synthesize });
  try {
    const report = await play(world, options, print);
    if (options.json) console.log(JSON.stringify(report, undefined, 2));
    return report.created === 'COMPLETE' && report.deleted === 'COMPLETE' && report.servicesLeft === 0;
  } finally {
    await world.close();
  }
}

function synthesize({ outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings): string {
  const app = new App({ outdir: outputFolder, context: featureFlags() });
  const stack = new TerraformEquivalentStack(app, 'TerraformEquivalent', {
    env: { account: STACK.account, region: STACK.region },
    atlasProjectId: projectIds[0] ?? '',
    atlasSecretName: secretName,
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    subnetIds: ['subnet-0a1b2c3d4e5f60718'],
    securityGroupIds: ['sg-0a1b2c3d4e5f60718'],
    atlasBaseUrl,
  });
  app.synth();
  return stack.templateFile;
}

async function play(world: World, options: StartOptions, print: Print): Promise<DeclaredReport> {
  // The world starts with an endpoint service, but the stack creates its own.
  const [project] = world.projects;
  project?.services.clear();
  if (options.reject) world.atlas.world.reject('vpce-0a1b2c3d4e0000001');
  if (options.verbose) world.aws.onLog((line) => print(styled('dim', JSON.stringify(line))));
  const begin = world.time.now();
  const seconds = () => Math.round((world.time.now() - begin) / 100) / 10;
  const player = world.stackPlayer();
  player.onEvent = (event) => print(lineOf(event, seconds()));
  const template = await world.synthesize(synthesize);
  print(`CloudFormation creates examples/terraform-equivalent in Atlas project ${project?.id}`);
  print('');
  const creation = player.create(template);
  await world.time.run();
  const created = await creation;
  const attributes = attributesOf(template.live);
  if (created.status === 'COMPLETE') printAttributes(attributes, print);
  else print(`\n${styled(['bold', 'red'], created.status)}: ${created.reason}`);
  const deletion = player.delete();
  await world.time.run();
  const deleted = await deletion;
  await world.time.run(120);
  world.atlas.world.settle();
  const servicesLeft = project?.services.size ?? 0;
  const worldSeconds = seconds();
  const atlasRequests = world.atlas.journal.entries.length;
  print(
    `\nStack ${created.status}, then deleted: ${deleted.status}. Endpoint services left in Atlas: ${servicesLeft}. ${worldSeconds} s of world time, ${atlasRequests} requests to Atlas.`,
  );
  return {
    created: created.status,
    reason: created.reason,
    attributes,
    deleted: deleted.status,
    servicesLeft,
    worldSeconds,
    atlasRequests,
  };
}

function lineOf({ logicalId, type, status, reason }: StackEvent, seconds: number): string {
  const colour = status.endsWith('FAILED') ? 'red' : status.endsWith('COMPLETE') ? 'green' : 'dim';
  const wording = [type.replace('Custom::', ''), logicalId.replace(/[0-9A-F]{8}$/, ''), reason];
  const text = wording.filter((word) => word !== '').join('  ');
  return `${`+${seconds.toFixed(1)} s`.padStart(10)}  ${styled(colour, status.padEnd(20))}${text}`;
}

type Live = ReadonlyMap<string, { readonly attributes: Readonly<Record<string, unknown>> }>;

function attributesOf(live: Live): Readonly<Record<string, unknown>> {
  const lookup = [...live].find(([logicalId]) => logicalId.startsWith('Data'));
  return lookup?.[1].attributes ?? {};
}

function printAttributes(attributes: Readonly<Record<string, unknown>>, print: Print): void {
  print(`\nAttributes of the data source (Fn::GetAtt, value, Terraform's name):`);
  for (const ours of new Set(LINK_ATTRIBUTE_ROWS.map((row) => row.ours))) {
    const terraform = LINK_ATTRIBUTE_ROWS.filter((row) => row.ours === ours).map((row) => row.terraform);
    print(
      `  ${ours.padEnd(31)}${JSON.stringify(attributes[ours] ?? null).padEnd(29)}${terraform.join(', ')}`,
    );
  }
}
