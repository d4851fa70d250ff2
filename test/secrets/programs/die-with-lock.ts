// Dies while it holds the lock of a folder.
import { withLock } from '../../../secrets/lock.js';

await withLock(process.argv[2] ?? '', () => process.kill(process.pid, 'SIGKILL'));
