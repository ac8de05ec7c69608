// Where the programs that plans name come from, for the sentence that says one is missing.

const sources: Readonly<Record<string, string>> = {
  ollama: 'get it from https://ollama.com/download',
  'llama-server': 'get it from https://github.com/ggml-org/llama.cpp/releases, or "brew install llama.cpp"',
  vllm: 'get it with "pip install vllm" (https://docs.vllm.ai)',
  'whisper-server': 'build it from https://github.com/ggml-org/whisper.cpp, or "brew install whisper-cpp"',
  speaches:
    'get it from https://github.com/speaches-ai/speaches; it is started by "uvicorn --factory speaches.main:create_app"',
  uvicorn:
    'it runs speaches and Kokoro-FastAPI, and is installed with them (https://github.com/speaches-ai/speaches, https://github.com/remsky/Kokoro-FastAPI)',
  kokoro: 'get it from https://github.com/remsky/Kokoro-FastAPI; it is started by uvicorn or docker',
  'espeak-ng': 'get it with "apt-get install espeak-ng" or "brew install espeak-ng"',
  node: 'get Node.js from https://nodejs.org',
  npm: 'it comes with Node.js from https://nodejs.org',
  npx: 'it comes with Node.js from https://nodejs.org',
  python: 'get Python from https://www.python.org/downloads',
  python3: 'get Python from https://www.python.org/downloads',
  uv: 'get it from https://docs.astral.sh/uv',
  uvx: 'get it from https://docs.astral.sh/uv',
  docker: 'get it from https://docs.docker.com/get-docker',
};

export function howToGet(program: string): string {
  return sources[program] ?? 'install it, or give its full path';
}
