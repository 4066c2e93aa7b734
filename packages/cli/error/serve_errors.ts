import { defineError } from "@flowglass/core/error"

/** Something else listens on the port that was asked for. */
export class PortInUse extends defineError<PortInUse>()({
  code: "port_in_use",
  status: 409,
  family: "http",
  title: "The port is taken",
  remedy: "Stop what listens there, or choose another port with `--port N`."
}) {}

/** The server cannot listen at this address. */
export class AddressNotAvailable extends defineError<AddressNotAvailable>()({
  code: "address_not_available",
  status: 400,
  family: "http",
  title: "The server cannot listen at this address",
  remedy:
    "Choose an address of this machine with `--host H` (127.0.0.1 always works), and a port that you may use with `--port N`."
}) {}

/** The folder for the server's data cannot be used. */
export class DataFolderNotUsable extends defineError<DataFolderNotUsable>()({
  code: "data_folder_not_usable",
  status: 500,
  family: "store",
  title: "The data folder cannot be used",
  remedy: "Check the permissions of the folder, or choose another one with `--data DIR`."
}) {}

/** The files of the API descriptions cannot be written. */
export class OpenapiNotWritable extends defineError<OpenapiNotWritable>()({
  code: "openapi_not_writable",
  status: 400,
  family: "output",
  title: "The API descriptions cannot be written",
  remedy: "Check that `--output-dir` names a folder that may be written to."
}) {}

/** The file `.env` of the current folder is there and cannot be used. */
export class EnvironmentFileUnreadable extends defineError<EnvironmentFileUnreadable>()({
  code: "environment_file_unreadable",
  status: 400,
  family: "usage",
  title: "The file .env cannot be read",
  remedy: "Check the permissions of .env in the current folder, or delete it: `flowglass setup` writes a new one."
}) {}

/** The file `.env` of the current folder cannot be written. */
export class EnvironmentFileNotWritable extends defineError<EnvironmentFileNotWritable>()({
  code: "environment_file_not_writable",
  status: 400,
  family: "output",
  title: "The file .env cannot be written",
  remedy: "Check the permissions of the current folder, or set SECRET_KEY in the environment."
}) {}

/** The codes of the server command. */
export const serveErrors = [
  PortInUse,
  AddressNotAvailable,
  DataFolderNotUsable,
  OpenapiNotWritable,
  EnvironmentFileUnreadable,
  EnvironmentFileNotWritable
] as const
