using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>Data sets from CSV files.</summary>
public static class DatasetCsv
{
    extension(Dataset)
    {
        /// <summary>
        /// The rows of a CSV file as a data set. Fields may be quoted (RFC 4180), lines end with LF or CRLF, a byte order mark is skipped, as are empty
        /// lines and spaces around fields; numbers are written as in the invariant culture. The file may be compressed by gzip, under any
        /// name, with several members. Whatever is wrong with the file comes back as an
        /// error of one line, which names the file, the line and the column.
        /// </summary>
        /// <param name="path">The path of the file.</param>
        /// <param name="options">
        /// The columns and how they are coded. To code a test file as the training file was, pass the <see cref="Table{T}.Options"/> of the latter.
        /// </param>
        /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
        public static Fin<Table<T>> FromCsv<T>(string path, CsvOptions options)
            where T : unmanaged, IFloatingPointIeee754<T> => CsvTable.Read<T>(Require.NotNull(path), Require.NotNull(options));
    }
}
