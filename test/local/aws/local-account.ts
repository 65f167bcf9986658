import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { LOCAL_USER } from '../../../local/aws/callers.js';
import { StackTemplate } from '../../../local/aws/cloudformation/stack-template.js';
import { LocalAws, type LocalAwsOptions } from '../../../local/aws/local-aws.js';
import { WorldTime } from '../../../local/time/world-time.js';

export const STACK = { account: '111122223333', region: 'eu-west-1', stackName: 'Stack' };
export const START = new Date('2026-08-10T03:05:00Z');
const SERVICE_NAME = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0';

export interface LocalAccount {
  readonly time: WorldTime;
  readonly aws: LocalAws;
  readonly serviceName: string;
  /** Creates these resources. */
  deploy(resources: Readonly<Record<string, unknown>>): StackTemplate;
  /** All events on the bus. */
  readonly events: { readonly source: string; readonly detail: unknown }[];
}

interface Closing {
  close(): Promise<void>;
}
const open: Closing[] = [];
const folders: string[] = [];

/** An account without a stack. SDK clients find it by the environment variables, as the command line does. */
export async function startAccount(options: Partial<LocalAwsOptions> = {}): Promise<LocalAccount> {
  const time = new WorldTime(START);
  const aws = new LocalAws({
    stack: STACK,
    time,
    concurrency: 4,
    random: () => 0.5,
    schedulesBeginAtOnce: false,
    // Time stands still between the calls of a test.
    throttles: [],
    settle: () => undefined,
    ...options,
  });
  open.push(aws);
  await aws.start();
  const events: LocalAccount['events'] = [];
  aws.bus.listen((event) => events.push(event));
  vi.stubEnv('AWS_ENDPOINT_URL', aws.server.url);
  vi.stubEnv('AWS_REGION', STACK.region);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  signInAs(LOCAL_USER);
  return { time, aws, events, serviceName: SERVICE_NAME, deploy: (resources) => deploy(aws, resources) };
}

/** Changes the access key of all later calls. An unknown key belongs to a role without a name. */
export function signInAs(accessKeyId: string): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
}

export async function closeAccounts(): Promise<void> {
  vi.unstubAllEnvs();
  await Promise.all(open.splice(0).map((aws) => aws.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Calls something that takes world time, and lets time pass meanwhile. */
export async function whileTimePasses<T>(time: WorldTime, call: Promise<T>): Promise<T> {
  const state = { isDone: false };
  const done = call.finally(() => {
    state.isDone = true;
  });
  while (!state.isDone) {
    await time.run();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return done;
}

/** A folder in the form that the bundler writes for a function. */
export function codeFolder(handler: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-function-'));
  folders.push(folder);
  writeFileSync(join(folder, 'index.mjs'), `export const handler = ${handler};`);
  return folder;
}

/** Registers a function of this name. */
export function addFunction(
  { aws }: Pick<LocalAccount, 'aws'>,
  functionName: string,
  handler: string,
): string {
  const functionArn = `arn:aws:lambda:${STACK.region}:${STACK.account}:function:${functionName}`;
  aws.functions.register(
    {
      functionName,
      functionArn,
      roleArn: `arn:aws:iam::${STACK.account}:role/${functionName}`,
      codeFolder: codeFolder(handler),
      environment: {},
      timeoutSeconds: 30,
      logLevel: undefined,
      maxConcurrency: undefined,
    },
    { retryAttempts: 0, maxEventAgeSeconds: 60, failureQueueArn: undefined },
  );
  return functionArn;
}

function deploy(aws: LocalAws, resources: Readonly<Record<string, unknown>>): StackTemplate {
  const folder = mkdtempSync(join(tmpdir(), 'local-template-'));
  folders.push(folder);
  writeFileSync(join(folder, 'stack.json'), JSON.stringify({ Resources: resources }));
  const template = new StackTemplate(folder, 'stack.json', STACK);
  aws.deploy(template);
  return template;
}
