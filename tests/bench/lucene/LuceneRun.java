import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * Lucene as people use it: the text of each file in one field, {@link EnglishAnalyzer}, BM25 with k1 1.2 and b 0.75,
 * and any of a query's words.
 *
 * <p>Usage: {@code LuceneRun FOLDER INDEX QUERIES RUN DEPTH}, with QUERIES of lines {@code NAME TAB WORDS} and RUN in
 * TREC's form, the path relative to FOLDER.
 */
public final class LuceneRun {
    private static final BM25Similarity BM25 = new BM25Similarity(1.2f, 0.75f);

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 5) {
            System.err.println("usage: LuceneRun FOLDER INDEX QUERIES RUN DEPTH");
            System.exit(2);
        }
        Path folder = Path.of(arguments[0]);
        Path queries = Path.of(arguments[2]);
        Path run = Path.of(arguments[3]);
        int depth = Integer.parseInt(arguments[4]);
        try (Analyzer analyzer = new EnglishAnalyzer();
                Directory directory = new MMapDirectory(Path.of(arguments[1]))) {
            index(folder, directory, analyzer);
            ask(queries, run, depth, directory, analyzer);
        }
    }

    private static void index(Path folder, Directory directory, Analyzer analyzer) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(analyzer)
                .setSimilarity(BM25)
                .setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        try (IndexWriter writer = new IndexWriter(directory, config);
                Stream<Path> walked = Files.walk(folder)) {
            List<Path> files = walked.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                Document document = new Document();
                document.add(new StoredField("path", folder.relativize(file).toString()));
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                document.add(new TextField("text", text, Field.Store.NO));
                writer.addDocument(document);
            }
        }
    }

    private static void ask(Path queries, Path run, int depth, Directory directory, Analyzer analyzer)
            throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory);
                BufferedWriter out = Files.newBufferedWriter(run)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(BM25);
            QueryBuilder builder = new QueryBuilder(analyzer);
            for (String line : Files.readAllLines(queries)) {
                String[] columns = line.split("\t", 2);
                Query query = builder.createBooleanQuery("text", columns[1]);
                ScoreDoc[] found = searcher.search(query == null ? new MatchNoDocsQuery() : query, depth).scoreDocs;
                for (int rank = 0; rank < found.length; rank++) {
                    String path = searcher.storedFields().document(found[rank].doc).get("path").replace(" ", "%20");
                    out.write(String.format(
                            Locale.ROOT, "%s Q0 %s %d %s lucene%n", columns[0], path, rank + 1, found[rank].score));
                }
            }
        }
    }
}
