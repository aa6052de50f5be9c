/** Chromium's software Vulkan driver (SwiftShader), for Dawn in Node where no GPU answers. */
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { findChromium } from './chromium.ts';

const DRIVER = 'vk_swiftshader_icd.json';
const LOADER = 'libvulkan.so.1';
/** Not among Node's names: the library stays after Node has found that it is no addon, and closed it. */
const RTLD_NODELETE = 0x1000;

/** The driver's folder beside a Chromium's binary, which Debian and others start by a script elsewhere. */
function folderBeside(binary: string | null): string | null {
  if (binary === null || !existsSync(binary)) return null;
  const real = realpathSync(binary);
  const folders = [dirname(real), join('/usr/lib', basename(real)), join('/usr/lib64', basename(real))];
  return folders.find((folder) => existsSync(join(folder, DRIVER))) ?? null;
}

/** The folder of the driver: of the Chromium that is installed, else of Playwright's own. */
async function driverFolder(): Promise<string | null> {
  const installed = folderBeside(findChromium());
  if (installed !== null) return installed;
  // Playwright takes most of a second to load.
  const { chromium } = await import('playwright-core');
  return folderBeside(chromium.executablePath());
}

/** Loads a shared library for whoever asks for it by its name later. Tells whether it could be loaded. */
function load(library: string): boolean {
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
  } catch (error) {
    // Any library is refused for not being an addon, but only after it has been loaded.
    return error instanceof Error && /self-register/.test(error.message);
  }
  return true;
}

/** Where Linux keeps the names of its Vulkan drivers. */
const REGISTRIES = ['/etc', '/usr/share', '/usr/local/share', '/usr/local/etc'];

function hasInstalledDriver(): boolean {
  const { VK_ICD_FILENAMES, VK_DRIVER_FILES, VK_ADD_DRIVER_FILES } = process.env;
  if ((VK_ICD_FILENAMES ?? VK_DRIVER_FILES ?? VK_ADD_DRIVER_FILES) !== undefined) return true;
  return REGISTRIES.some((registry) => existsSync(`${registry}/vulkan/icd.d`));
}

/** Makes sure that Dawn finds Vulkan's loader: the system's, else Chromium's. */
async function provideLoader(): Promise<void> {
  if (load(LOADER)) return;
  const folder = await driverFolder();
  if (folder !== null) load(join(folder, LOADER));
}

/** Makes sure that Dawn finds the driver of a GPU. Tells whether there may be one at all. */
export async function provideGpuDriver(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  if (!hasInstalledDriver()) return false;
  await provideLoader();
  return true;
}

/** Makes sure that Dawn finds Vulkan's loader, and a driver: Chromium's, where there is no other. */
export async function provideVulkan(): Promise<void> {
  if (process.platform !== 'linux') return;
  await provideLoader();
  if (!hasInstalledDriver()) await provideSoftwareDriver();
}

/** Names the software driver to the loader, unless the user named one. Tells whether there is one now to try. */
export async function provideSoftwareDriver(): Promise<boolean> {
  const { env, platform } = process;
  if (platform !== 'linux' || env['VK_ICD_FILENAMES'] !== undefined || env['VK_DRIVER_FILES'] !== undefined)
    return false;
  const folder = await driverFolder();
  if (folder === null) return false;
  env['VK_ICD_FILENAMES'] = join(folder, DRIVER);
  return true;
}
