import 'i18next';
import type glossary from './en/glossary.json';
import type en from './en/index.ts';
import type panels from './en/panels.ts';
import type tours from './en/tours.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: {
      translation: typeof en & typeof panels;
      panels: typeof panels;
      tours: typeof tours;
      glossary: typeof glossary;
    };
  }
}
