import '@fontsource-variable/inter/wght.css';
import '#app/styles/index.css';
import { startApp } from '#app/start.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('Expected an element with the id “root”.');
void startApp(root);
