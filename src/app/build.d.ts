/** Where the weights of this build are, from the page's folder: the build names them by their content. */
declare const WEIGHTS_FOLDER: string;
