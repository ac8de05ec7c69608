// A report as a spreadsheet program reads it.
import excel, { type Cell, type Workbook, type Worksheet } from 'exceljs';

export async function openWorkbook(path: string): Promise<Workbook> {
  const workbook = new excel.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

export function sheet(workbook: Workbook, name: string): Worksheet {
  const found = workbook.getWorksheet(name);
  if (found === undefined) throw new Error(`no sheet ${name}`);
  return found;
}

/** The cell of a row under a heading. */
export function under(worksheet: Worksheet, heading: string, row: number): Cell {
  const headings: unknown = worksheet.getRow(1).values;
  const column = Array.isArray(headings) ? headings.indexOf(heading) : -1;
  if (column < 1) throw new Error(`no column ${heading}`);
  return worksheet.getRow(row).getCell(column);
}

/** As a person reads it, rich text included. */
export function texts(worksheet: Worksheet): string[] {
  const found: string[] = [];
  worksheet.eachRow((row) => row.eachCell((cell) => found.push(cell.text)));
  return found;
}
