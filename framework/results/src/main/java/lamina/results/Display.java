package lamina.results;

import java.util.ArrayList;
import java.util.List;

/**
 * A table as people read it: shares as percent, n in its own column, failures named.
 *
 * @param header one title a column
 * @param rows cells in the order of the header
 */
record Display(List<String> header, List<List<String>> rows) {
  static final String FAILED = "failed";
  static final String MISSING = "missing";

  static Display of(SweepTable table) {
    List<TableColumn> columns = table.columns();
    Scale scale = Scale.of(table.metric());
    List<String> header = new ArrayList<>(columns.stream().map(c -> c.header(table)).toList());
    List<List<String>> rows = new ArrayList<>();
    for (Row row : table.rows()) {
      rows.add(new ArrayList<>(columns.stream().map(c -> c.cell(row, scale)).toList()));
    }
    if (TableColumn.showResults(columns) && table.failed() + table.missing() > 0) {
      int at = columns.indexOf(TableColumn.N) + 1;
      header.addAll(at, List.of(FAILED, MISSING));
      for (int i = 0; i < rows.size(); i++) {
        Row row = table.rows().get(i);
        rows.get(i)
            .addAll(at, List.of(Integer.toString(row.failed()), Integer.toString(row.missing())));
      }
    }
    header.add(0, "variant");
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).add(0, table.rows().get(i).name());
    }
    return new Display(header, rows);
  }

  /** Where the column of a title is; -1 where there is none. */
  int column(String title) {
    return header.indexOf(title);
  }
}
