import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EndpointService, Project } from '../../local/atlas/index.js';
import { parseSimulatorOptions } from '../atlas-simulator/options.js';
import { type RunningSimulator, startSimulator } from '../atlas-simulator/start-simulator.js';
import type { VirtualEnvironment } from '../python/virtual-environment.js';
import type { TemplateSource } from '../template/template-source.js';
import { writeTemplates } from '../template/write-templates.js';
import { AwsCli } from './aws-cli.js';
import { type Emulator, startEmulator } from './emulator.js';
import { withKnownResources } from './known-resources.js';

/** Projects of the automation, and of stacks that declare links. */
const PROJECT_IDS = ['6a793f63c0eb9e7a177153f5', '6a793f63c0eb9e7a177153f6'] as const;
/** Speed of the simulator's clock: a link takes 90 s in Atlas. */
const ATLAS_SPEED = '20';
const BUCKET = 'artifacts';

/** The emulator, the Atlas simulator, the secret, and the templates on disk. */
export class Surroundings {
  readonly cli: AwsCli;
  private secretArn = '';

  private constructor(
    private readonly emulator: Emulator,
    private readonly atlas: RunningSimulator,
    python: VirtualEnvironment,
    private readonly folder: string,
  ) {
    this.cli = new AwsCli(python, emulator.url);
  }

  static async start(python: VirtualEnvironment): Promise<Surroundings> {
    const projects = PROJECT_IDS.flatMap((id) => ['--project', id]);
    const options = ['--port', '0', ...projects, '--speed', ATLAS_SPEED];
    const atlas = await startSimulator(parseSimulatorOptions(options));
    const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-emulator-'));
    writeTemplates(folder);
    const surroundings = new Surroundings(await startEmulator(python), atlas, python, folder);
    await surroundings.prepare();
    return surroundings;
  }

  get world() {
    return this.atlas.server.world;
  }

  /** The project whose endpoints the automation links. */
  get linkedProject(): Project {
    return this.projectWith(PROJECT_IDS[0]);
  }

  /** The project of stacks that declare links. */
  get declaredProject(): Project {
    return this.projectWith(PROJECT_IDS[1]);
  }

  createService(): EndpointService {
    return this.world.createService(this.linkedProject, 'AWS', 'EU_WEST_1', true);
  }

  /** Parameters that both templates require. */
  get parameters(): string[] {
    return [
      `ProjectIds=${PROJECT_IDS.join(',')}`,
      `SecretArn=${this.secretArn}`,
      `AtlasBaseUrl=${this.atlas.connection.url}`,
      'ShareAccessTokens=false',
    ];
  }

  /**
   * Deploys a generated template with the AWS CLI: removes what the emulator does not support, and packages the
   * functions.
   */
  async deployMade(
    { file }: TemplateSource,
    stackName: string,
    parameters: readonly string[],
  ): Promise<void> {
    const path = join(this.folder, file);
    const reduced = withKnownResources(JSON.parse(readFileSync(path, 'utf8')));
    writeFileSync(path, JSON.stringify(reduced));
    await this.deploy(path, stackName, [...this.parameters, ...parameters]);
  }

  /** @param path of a template, which is packaged if its functions have local code */
  async deploy(path: string, stackName: string, parameters: readonly string[]): Promise<void> {
    const packaged = join(this.folder, `${stackName}.packaged.json`);
    const bucket = ['--s3-bucket', BUCKET];
    const files = ['--template-file', path, '--output-template-file', packaged, '--use-json'];
    await this.cli.text('cloudformation', 'package', ...files, ...bucket);
    await this.cli.text(
      ...['cloudformation', 'deploy', '--template-file', packaged, '--stack-name', stackName, ...bucket],
      ...['--capabilities', 'CAPABILITY_IAM', '--no-fail-on-empty-changeset'],
      ...(parameters.length === 0 ? [] : ['--parameter-overrides', ...parameters]),
    );
  }

  async output(stackName: string, name: string): Promise<string> {
    const query = `Stacks[0].Outputs[?OutputKey=='${name}'].OutputValue | [0]`;
    return this.cli.value(query, 'cloudformation', 'describe-stacks', '--stack-name', stackName);
  }

  async destroy(stackName: string): Promise<void> {
    await this.cli.text('cloudformation', 'delete-stack', '--stack-name', stackName);
    await this.cli.text('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', stackName);
  }

  /** @returns path of a file with this text, for commands that expect a file */
  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
    await this.atlas.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private projectWith(id: string): Project {
    const project = this.world.projects.get(id);
    if (project === undefined) throw new Error(`The simulator has no project ${id}.`);
    return project;
  }

  private async prepare(): Promise<void> {
    const { publicKey, privateKey } = this.atlas.connection;
    await this.cli.text('s3', 'mb', `s3://${BUCKET}`);
    this.secretArn = await this.cli.value(
      'ARN',
      ...['secretsmanager', 'create-secret', '--name', 'atlas/automation'],
      ...['--secret-string', JSON.stringify({ publicKey, privateKey })],
    );
  }
}
