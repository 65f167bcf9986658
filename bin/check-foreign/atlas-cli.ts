/** Has the Atlas CLI list and describe what the simulator has. */
import { AtlasServer } from '../../local/atlas/index.js';
import { ran, versionOf } from './terraform.js';

const KEY = { publicKey: 'foreign', privateKey: '00000000-aaaa-4bbb-8ccc-000000000004' };

/** @throws Error with the command and its output */
export async function checkAtlasCli(program = 'atlas'): Promise<string | undefined> {
  const version = await cliVersion(program);
  if (version === undefined) return undefined;
  const server = await new AtlasServer().start();
  try {
    const project = server.world.createProject();
    server.identities.addApiKey({ ...KEY, roles: { [project.id]: 'owner' } });
    const service = server.world.createService(project, 'AWS', 'EU_WEST_1', true);
    const environment = {
      ...process.env,
      MONGODB_ATLAS_OPS_MANAGER_URL: `${server.url}/`,
      MONGODB_ATLAS_PUBLIC_API_KEY: KEY.publicKey,
      MONGODB_ATLAS_PRIVATE_API_KEY: KEY.privateKey,
      MONGODB_ATLAS_PROJECT_ID: project.id,
      MONGODB_ATLAS_SKIP_UPDATE_CHECK: 'yes',
    };
    const ask = async (id: string, ...parameters: string[]) => {
      const { code, text } = await ran(program, [...parameters, '-o', 'json'], '.', environment);
      if (code !== 0 || !text.includes(id))
        throw new Error(`atlas ${parameters.join(' ')} (${code}):\n${text}`);
    };
    await ask(project.id, 'projects', 'list');
    await ask(service.id, 'privateEndpoints', 'aws', 'list');
    await ask(service.serviceName, 'privateEndpoints', 'aws', 'describe', service.id);
    return `${version}: projects and services listed, a service described`;
  } finally {
    await server.close();
  }
}

/** The Atlas CLI prints its version with an option, not with a command. */
async function cliVersion(program: string): Promise<string | undefined> {
  const { code, text } = await ran(program, ['--version'], '.', process.env);
  return code === 0 ? text.trim().split('\n')[0] : await versionOf(program);
}
