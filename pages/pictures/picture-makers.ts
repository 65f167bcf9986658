/** Functions that draw the pictures of the documentation, by file name. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recorded } from '../../bench/recorded.js';
import { synthesizeApp, UNCHECKED } from '../../bin/synthesize.js';
import { StackTemplate } from '../../local/aws/cloudformation/stack-template.js';
import { parseDefinition } from '../../local/aws/step-functions/definition.js';
import { STACK } from '../../local/world.js';
import { drawArchitecture } from './architecture.js';
import { drawDashboard } from './dashboard.js';
import { drawLagPlot } from './lag-against-requests.js';
import { drawLife } from './life.js';
import { observeDay } from './observed-day.js';
import { observeLife } from './observed-life.js';
import { drawOrganization } from './organization.js';
import { recordRun } from './recorded-run.js';
import { drawRecording } from './recording.js';
import { drawStateMachine } from './state-machine.js';

export type PictureMaker = () => string | Promise<string>;

export const PICTURES_FOLDER = 'docs/pictures';

export const PICTURE_MAKERS: ReadonlyMap<string, PictureMaker> = new Map<string, PictureMaker>([
  ['architecture.svg', drawArchitecture],
  ['organization.svg', drawOrganization],
  ['state-machine.svg', () => drawStateMachine(synthesizedWorkflow())],
  ['recording.svg', async () => drawRecording(await recordRun())],
  ['life.svg', async () => drawLife(await observeLife())],
  ['lag-against-requests.svg', () => drawLagPlot({ ours: recorded.lag, peers: recorded.peers })],
  ['dashboard.svg', async () => drawDashboard(await observeDay())],
]);

/** Definition of the link workflow in the ready-made app. */
export function synthesizedWorkflow() {
  const template = synthesizedTemplate();
  const machines = template.ofType('AWS::StepFunctions::StateMachine');
  const workflow = machines.find(({ logicalId }) => logicalId.includes('EngineWorkflow'));
  if (workflow === undefined) {
    const found = machines.map(({ logicalId }) => logicalId).join(', ');
    throw new Error(`expected the state machine of the engine's workflow in the template, received ${found}`);
  }
  return parseDefinition(String(workflow.properties.DefinitionString));
}

export function synthesizedTemplate(): StackTemplate {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-pictures-'));
  try {
    const projectId = '6a793f63c0eb9e7a177153f5';
    const settings = { projectId, secretName: 'atlas/automation', selectTag: 'atlas-privatelink' };
    return new StackTemplate(folder, synthesizeApp(folder, settings, UNCHECKED), STACK);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
