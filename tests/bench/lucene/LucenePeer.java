import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

/**
 * Lucene as one would use it for the same job: the text in one field with positions, by {@link EnglishAnalyzer} but
 * with every word kept, and stored; BM25. Where a date and places are handed to it they are fields of their own.
 *
 * <pre>
 * LucenePeer index FILE INDEX THREADS    adds the rows of FILE: path, headline, text and, if given, date and places
 * LucenePeer merge INDEX                 makes one segment of the index
 * LucenePeer search INDEX KIND WORDS…    prints the paths of the best 20; of place and date the newest 20
 * </pre>
 */
public final class LucenePeer {
    private static final int TOP = 20;
    private static final String[] END = {};
    private static final Analyzer ANALYZER = new EnglishAnalyzer(CharArraySet.EMPTY_SET);

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "index" -> index(Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
            case "merge" -> merge(Path.of(arguments[1]));
            case "search" -> search(Path.of(arguments[1]), arguments[2], List.of(arguments).subList(3, arguments.length));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static IndexWriter writer(Directory directory) throws IOException {
        return new IndexWriter(directory, new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(128));
    }

    private static void index(Path file, Path index, int threads) throws Exception {
        BlockingQueue<String[]> rows = new ArrayBlockingQueue<>(256);
        try (Directory directory = new MMapDirectory(index); IndexWriter writer = writer(directory)) {
            List<Thread> workers = new ArrayList<>();
            for (int number = 0; number < threads; number++) {
                Thread worker = new Thread(() -> add(rows, writer));
                worker.start();
                workers.add(worker);
            }
            read(file, rows);
            for (int number = 0; number < threads; number++) {
                rows.put(END);
            }
            for (Thread worker : workers) {
                worker.join();
            }
        }
    }

    /** Hands on the rows of a file: columns parted by 0x1F, rows ended by 0x1E. */
    private static void read(Path file, BlockingQueue<String[]> rows) throws Exception {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            char[] buffer = new char[1 << 16];
            StringBuilder row = new StringBuilder();
            for (int length = reader.read(buffer); length > 0; length = reader.read(buffer)) {
                int start = 0;
                for (int at = 0; at < length; at++) {
                    if (buffer[at] == 0x1E) {
                        rows.put(row.append(buffer, start, at - start).toString().split("\u001F", -1));
                        row.setLength(0);
                        start = at + 1;
                    }
                }
                row.append(buffer, start, length - start);
            }
        }
    }

    private static void add(BlockingQueue<String[]> rows, IndexWriter writer) {
        try {
            for (String[] row = rows.take(); row != END; row = rows.take()) {
                Document document = new Document();
                document.add(new StoredField("path", row[0]));
                document.add(new TextField("text", row[1] + "\n" + row[2], Field.Store.YES));
                if (row.length > 3) {
                    if (row[3].length() == 10) {
                        document.add(new StringField("date", row[3], Field.Store.NO));
                        document.add(new SortedDocValuesField("date", new BytesRef(row[3])));
                        document.add(new SortedDocValuesField("month", new BytesRef(row[3].substring(0, 7))));
                    }
                    for (String place : row[4].split("\u001D")) {
                        document.add(new StringField("place", place, Field.Store.NO));
                    }
                }
                writer.addDocument(document);
            }
        } catch (Exception failed) {
            failed.printStackTrace();
            System.exit(2);
        }
    }

    private static void merge(Path index) throws IOException {
        try (Directory directory = new MMapDirectory(index); IndexWriter writer = writer(directory)) {
            writer.forceMerge(1);
        }
    }

    private static void search(Path index, String kind, List<String> words) throws IOException {
        try (Directory directory = new MMapDirectory(index);
                DirectoryReader reader = DirectoryReader.open(directory);
                PrintWriter out = new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out)))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            Query query = query(kind, words);
            if (kind.equals("count")) {
                byMonth(searcher, query).forEach((month, count) -> out.println(month + " " + count));
                return;
            }
            boolean newest = kind.equals("place") || kind.equals("date");
            Sort order = new Sort(new SortField("date", SortField.Type.STRING, true));
            ScoreDoc[] found = (newest ? searcher.search(query, TOP, order) : searcher.search(query, TOP)).scoreDocs;
            for (ScoreDoc one : found) {
                out.println(searcher.storedFields().document(one.doc).get("path"));
            }
        }
    }

    private static Query query(String kind, List<String> words) {
        QueryBuilder builder = new QueryBuilder(ANALYZER);
        String text = String.join(" ", words);
        return switch (kind) {
            case "word", "and", "count" -> builder.createBooleanQuery("text", text, BooleanClause.Occur.MUST);
            case "phrase" -> builder.createPhraseQuery("text", text);
            case "place" -> new TermQuery(new Term("place", words.get(0)));
            case "date" -> TermRangeQuery.newStringRange("date", words.get(0), words.get(1), true, true);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Map<String, Integer> byMonth(IndexSearcher searcher, Query query) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        searcher.search(query, new SimpleCollector() {
            private SortedDocValues months;

            @Override
            protected void doSetNextReader(LeafReaderContext context) throws IOException {
                months = DocValues.getSorted(context.reader(), "month");
            }

            @Override
            public void collect(int document) throws IOException {
                if (months.advanceExact(document)) {
                    counts.merge(months.lookupOrd(months.ordValue()).utf8ToString(), 1, Integer::sum);
                }
            }

            @Override
            public ScoreMode scoreMode() {
                return ScoreMode.COMPLETE_NO_SCORES;
            }
        });
        return counts;
    }
}
